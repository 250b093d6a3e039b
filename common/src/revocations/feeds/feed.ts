import type { Revocation } from '../revocation';

/** The auth service tells every feed so often, in ms, that it is there and how current it is. */
export const HEARTBEAT_MS = 5000;

/** What a feed tells. */
export interface FeedSink {
  revoked(revocation: Revocation): void;
  /**
   * Everything that was revoked until this time, in ms since 1970, has been told. The first call on a connection ends
   * the snapshot.
   */
  asOf(at: number): void;
}

/**
 * One connection to where revocations come from: it tells all that is known and then all that is new.
 * @returns a promise that rejects when the connection ends, which it does at the latest when `signal` is aborted
 */
export type Feed = (sink: FeedSink, signal: AbortSignal) => Promise<never>;
