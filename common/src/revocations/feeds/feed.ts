import type { Revocation } from '../revocation';

/** The auth service tells every feed so often, in ms, that it is there and how current it is. */
export const HEARTBEAT_MS = 5000;

/** What a feed tells. */
export interface FeedSink {
  revoked(revocation: Revocation): void;
  /**
   * A snapshot that came in an answer of its own has ended. Everything that was revoked until this time, in ms since
   * 1970, has been told; what is new does not come yet.
   * @param position from where a source can resume
   */
  snapshot(at: number, position?: string): void;
  /**
   * Everything that was revoked until this time, in ms since 1970, has been told, and what is new comes as it happens.
   * Without a separate snapshot the first call on a connection ends the snapshot.
   * @param position from where a source can resume; without one, the next connection starts over
   * @param window how long an entry lives, in ms, where the source says so
   */
  asOf(at: number, position?: string, window?: number): void;
}

/**
 * One attempt to connect to where revocations come from: it tells all that is known, or what is new since a position,
 * and then all that is new.
 * @param position what the newest as-of came with; a feed that cannot resume ignores it
 * @returns a promise that rejects when the connection ends, which it does at the latest when `signal` is aborted: with
 *   ToldToWaitError when a source names a time to come back, PositionUnknownError when no source can resume at the
 *   position, CredentialsRefusedError, or any other Error
 */
export type Feed = (sink: FeedSink, signal: AbortSignal, position: string | undefined) => Promise<never>;
