import {
  createArrivals,
  createRevocationList,
  isCurrent,
  type FeedSource,
  type Mark,
  type Revocation,
  type RevocationList,
} from '@latchkey/common/protocol';
import type { Primary } from './ask-primary';
import { createLogReader, SLACK_MS } from './log-reader';
import { formatPosition, parsePosition } from './position';
import { createResumeIndex, MAX_RESUMED } from './resume-index';

/** That tokens were revoked, as the documents tell it: those of a user below a generation, or those of a session. */
export type RevokedTokens =
  | { readonly kind: 'user'; readonly user: string; readonly gen: number; readonly revokedAt: Date }
  | { readonly kind: 'session'; readonly session: string; readonly revokedAt: Date };

/** A store whose documents tell what was revoked. */
export interface RevocationSource {
  /** Everything that was revoked since a time, oldest or newest first. */
  revokedSince(time: Date): AsyncIterable<RevokedTokens>;
}

export interface RevocationLogOptions {
  /** How long an entry lives, in ms: longer than any access token. */
  readonly window: number;
  /** Asks MongoDB's primary, before and after each read. */
  readonly askPrimary: () => Promise<Primary>;
}

/** What this replica knows, as the feed is served from it; any replica resumes at its positions. */
export interface RevocationLog extends FeedSource {
  readonly window: number;
  /** For its own requests, too. */
  readonly list: RevocationList;
  /** 0 before the list was complete for the first time. */
  readonly asOf: () => number;
  /**
   * This replica resumes it by what it learns from now on, also right after so many revocations that their time alone would
   * not tell the few that are new.
   */
  readonly snapshotPosition: () => string | undefined;
  /** Since when a revocation can still matter, in ms since 1970. */
  readonly windowStart: () => number;
  /** The one way into the list and so to every service; what ends tokens calls it once that is stored. */
  readonly record: (revoked: RevokedTokens) => void;
  /** Reads from the documents what is new, by this replica or another; everything after a fault or an election. */
  readNew(sources: readonly RevocationSource[]): Promise<void>;
  /** Reads everything that can still matter. */
  readAll(sources: readonly RevocationSource[]): Promise<void>;
  /** Drops a part of what is over; to be called every second. */
  dropExpired(): void;
}

/** How much later another replica can have read that works as well as this one. */
const READ_SKEW_MS = 5000;
/**
 * How long before its position a follower is told from. A position is 30 s behind the primary's clock: one that was set
 * back by up to a minute stamps nothing before this, and a replica that has started since needs not know of it. Where one
 * knows which entries are late by its own reads, the replica that gave the position may have read so much later.
 */
const STEP_MS = 30_000;

/** Makes the log of what this replica knows to be revoked. The documents are its store; this is its memory. */
export function createRevocationLog({ window, askPrimary }: RevocationLogOptions): RevocationLog {
  const list = createRevocationList();
  const index = createResumeIndex(window);
  const arrivals = createArrivals(MAX_RESUMED);
  const { progress, read } = createLogReader({ window, askPrimary, record });

  function record({ revokedAt, ...tokens }: RevokedTokens): void {
    const time = revokedAt.getTime();
    const revocation = { ...tokens, until: Math.ceil((time + window) / 1000) } satisfies Revocation;
    if (isNews(list, revocation)) {
      // A clock was set back, or there is a new primary that was not read yet: positions already promise that time.
      index.add(revocation, time < (progress()?.latest ?? -Infinity));
      arrivals.add(revocation);
    }
    list.add(revocation);
  }

  const asOf = () => progress()?.asOf ?? 0;
  const isLogCurrent = () => isCurrent(asOf());

  function positionWith(mark?: Mark): string | undefined {
    const { election, next: from } = progress() ?? {};
    return election === undefined ? undefined : formatPosition({ election, from: from!, mark });
  }

  return {
    window,
    list,
    record,
    asOf,
    isCurrent: isLogCurrent,

    position: () => positionWith(),
    snapshotPosition: () => positionWith(arrivals.now()),

    since(text) {
      const position = parsePosition(text);
      if (position === undefined || !isLogCurrent()) return undefined;
      const arrived = position.mark && arrivals.since(position.mark);
      if (arrived) return arrived;
      const { election, next = 0 } = progress() ?? {};
      if (position.election !== election) return undefined;
      if (position.from < next - window || position.from > next + READ_SKEW_MS) return undefined;
      return index.since(Math.min(position.from, next) - STEP_MS);
    },

    windowStart: () => Date.now() - window - SLACK_MS,
    readNew: (sources) => read(sources, false),
    readAll: (sources) => read(sources, true),

    dropExpired() {
      list.dropExpired();
      index.dropExpired();
    },
  };
}

/** Whether a revocation matters, and ends what a list does not hold as dead already. */
function isNews(list: RevocationList, revocation: Revocation): boolean {
  if (revocation.until * 1000 <= Date.now()) return false;
  return !list.isRevoked(
    revocation.kind === 'user'
      ? { sub: revocation.user, gen: revocation.gen - 1, sid: '' }
      : { sub: '', gen: Infinity, sid: revocation.session },
  );
}
