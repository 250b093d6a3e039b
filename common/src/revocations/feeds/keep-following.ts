import { backOff } from '../../async/backoff';
import { CredentialsRefusedError } from './credentials-refused-error';
import type { Feed, FeedSink } from './feed';
import { OUTAGE_MS } from '../outage';
import type { Revocation } from '../revocation';

type Sink = Pick<FeedSink, 'revoked' | 'asOf'>;

export interface Follower {
  revoked(revocation: Revocation): void;
  asOf(at: number): void;
  /** The connection ended, and why; the next one tells everything anew. */
  lost(failure: Error): void;
}

const TICK_MS = 1000;

/**
 * Follows a feed until `closing` is aborted, connection after connection. Each starts with the snapshot, so nothing
 * that was told while there was none is missed.
 */
export async function keepFollowing(feed: Feed, follower: Follower, closing: AbortSignal): Promise<void> {
  let failures = 0;
  let newest = -Infinity;
  let wasRefused = false;
  while (!closing.aborted) {
    const failure = await connectOnce(feed, closing, {
      revoked: (revocation) => follower.revoked(revocation),
      asOf(at) {
        // A connection that only repeats what is old is no end of the outage.
        if (at > newest) failures = 0;
        newest = Math.max(newest, at);
        follower.asOf(at);
      },
    });
    follower.lost(failure);
    if (closing.aborted) return;
    const isRefused = failure instanceof CredentialsRefusedError;
    // Once for each loss, and once more when the server is back and refuses a password that was changed meanwhile.
    if (failures === 0 || (isRefused && !wasRefused))
      process.emitWarning(`the revocation feed is cut off: ${failure.message}; connecting again`);
    wasRefused = isRefused;
    await backOff(failures++, closing);
  }
}

/**
 * Follows one connection until it ends, or until it has carried nothing new for so long that it must be dead, whatever
 * its socket looks like, or its other end blind: a replica that has lost MongoDB, where another one may not have.
 * @returns why it ended
 */
async function connectOnce(feed: Feed, closing: AbortSignal, sink: Sink): Promise<Error> {
  const silence = new AbortController();
  let newest = -Infinity;
  let last = performance.now();
  const watchdog = setInterval(() => {
    if (performance.now() - last > OUTAGE_MS) silence.abort(new Error('it carries nothing new'));
  }, TICK_MS).unref();
  try {
    return await feed(
      {
        // A long snapshot may take its time.
        revoked(revocation) {
          last = performance.now();
          sink.revoked(revocation);
        },
        asOf(at) {
          if (at > newest) last = performance.now();
          newest = Math.max(newest, at);
          sink.asOf(at);
        },
        snapshot(at) {
          sink.asOf(at);
        },
      },
      AbortSignal.any([closing, silence.signal]),
      undefined,
    );
  } catch (error) {
    return (silence.signal.aborted ? silence.signal.reason : error) as Error;
  } finally {
    clearInterval(watchdog);
  }
}
