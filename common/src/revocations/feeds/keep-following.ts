import type { Revocation } from '../revocation';
import { CredentialsRefusedError } from './credentials-refused-error';
import type { Feed } from './feed';
import { nothingNew, openLink, type Link, type LinkListener } from './link';
import { PositionUnknownError } from './position-unknown-error';
import { retryDelay } from './retry-delay';

/** Takes what a followed feed says, and how it goes. */
export interface Follower {
  revoked(revocation: Revocation): void;
  /** A snapshot has ended; it may be some seconds old. */
  snapshot(at: number): void;
  /** A connection has told everything until then. @returns whether the list is more current than before */
  asOf(at: number, window: number | undefined): boolean;
  /** There is a connection that told something newer. */
  connected(): void;
  /** There is none, or it is silent, and why; another one is tried. */
  lost(failure: Error): void;
}

/**
 * Follows a feed until `closing` is aborted (docs/feed.md, "Keeping connected"). A silent connection stays open until
 * another one tells something newer, so a source that is blind does not make all its followers come back at once.
 * @returns once nothing is open any more
 */
export async function keepFollowing(feed: Feed, follower: Follower, closing: AbortSignal): Promise<void> {
  const following = new Following(feed, follower, closing);
  following.start();
  await new Promise((resolve) => closing.addEventListener('abort', resolve, { once: true }));
  await following.end();
}

/** A connection, an attempt beside it, and the wait for the next attempt: none of them, one, or the first with another. */
class Following {
  private readonly open = new Set<Promise<void>>();
  private readonly warner = createWarner();
  private position: string | undefined;
  /** Since something newer was told; 1 at most before all was told once, since until then nobody banned is refused. */
  private failures = 0;
  private isComplete = false;
  private current: Link | undefined;
  private attempt: Link | undefined;
  private waiting: NodeJS.Timeout | undefined;

  constructor(
    private readonly feed: Feed,
    private readonly follower: Follower,
    private readonly closing: AbortSignal,
  ) {}

  start(): void {
    this.waiting = undefined;
    const from = this.position;
    const listener: LinkListener = {
      revoked: (revocation) => this.follower.revoked(revocation),
      snapshot: (at, position) => {
        this.position = position;
        this.isComplete = true;
        this.follower.snapshot(at);
      },
      asOf: (at, position, window) => {
        if (!this.follower.asOf(at, window)) return false;
        this.position = position;
        this.connected(link);
        return true;
      },
      silent: () => this.retry(nothingNew()),
    };
    const link = openLink(this.feed, from, listener, this.closing);
    this.attempt = link;
    const over = link.ended.then((failure) => {
      this.open.delete(over);
      if (!this.closing.aborted) this.ended(link, failure, from);
    });
    this.open.add(over);
  }

  /** Once `closing` is aborted. */
  async end(): Promise<void> {
    clearTimeout(this.waiting);
    await Promise.all(this.open);
  }

  private connected(link: Link): void {
    this.failures = 0;
    this.isComplete = true;
    this.warner.reset();
    const other = link === this.current ? this.attempt : this.current;
    other?.close(new Error('another connection is there'));
    clearTimeout(this.waiting);
    this.current = link;
    this.attempt = this.waiting = undefined;
    this.follower.connected();
  }

  private ended(link: Link, failure: Error, from: string | undefined): void {
    if (link === this.current) {
      this.current = undefined;
      this.retry(failure);
    } else if (link === this.attempt) {
      this.attempt = undefined;
      const isPositionUnknown = failure instanceof PositionUnknownError;
      if (isPositionUnknown) this.position = undefined;
      // A source that does not know its own snapshot's position has to be waited for like any other that fails.
      if (isPositionUnknown && from !== undefined) this.start();
      else this.retry(failure);
    }
  }

  /** Waits and tries again, unless that is under way. */
  private retry(failure: Error): void {
    this.follower.lost(failure);
    if (this.attempt ?? this.waiting) return;
    this.warner.warn(failure);
    this.waiting = setTimeout(() => this.start(), retryDelay(failure, this.failures)).unref();
    if (this.isComplete || this.failures === 0) this.failures += 1;
  }
}

/** Warns once for each loss, and once more when the source is back and refuses a credential that was changed meanwhile. */
function createWarner() {
  let hasWarned = false;
  let wasRefused = false;
  return {
    warn(failure: Error): void {
      const isRefused = failure instanceof CredentialsRefusedError;
      if (!hasWarned || (isRefused && !wasRefused))
        process.emitWarning(`the revocation feed is cut off: ${failure.message}; connecting again`);
      hasWarned = true;
      wasRefused = isRefused;
    },
    reset(): void {
      hasWarned = false;
      wasRefused = false;
    },
  };
}
