import type { Revocation } from '../revocations/revocation';
import type { RevocationList } from '../revocations/revocation-list';

/** What the feed of revocations is served from (docs/feed.md). */
export interface FeedSource {
  /** How long an entry lives, in ms; undefined where that is not known. */
  readonly window: number | undefined;
  /** What is told. */
  readonly list: Pick<RevocationList, 'entries' | 'subscribe'>;
  /** Until when the list is complete, in ms since 1970. */
  readonly asOf: () => number;
  /**
   * Of a source that follows another one: calls `listener` with each as-of that comes, as it was told. Without it, streams tell
   * `asOf` every 5 s.
   * @returns a function that ends that
   */
  readonly onAsOf?: (listener: (at: number) => void) => () => void;
  /** Whether the list was complete in the last 15 s: later, services take it for an outage. */
  readonly isCurrent: () => boolean;
  /** From where a follower that was told this as-of may resume; undefined where it cannot. */
  readonly position: () => string | undefined;
  /** The position of a snapshot of the list that is begun now. */
  readonly snapshotPosition: () => string | undefined;
  /**
   * What to tell a follower that resumes at a position; what is added later is not in it.
   * @returns undefined when it cannot resume here, and needs the snapshot
   */
  since(position: string): Iterable<Revocation> | undefined;
}
