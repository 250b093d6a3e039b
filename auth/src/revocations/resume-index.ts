import { createRevocationList, type Revocation } from '@latchkey/common/protocol';

/** What a replica holds to tell a follower that resumes. */
export interface ResumeIndex {
  /**
   * Takes an entry that is new to the list.
   * @param isLate whether a position may promise its time already: then every follower that resumes is told it
   */
  add(revocation: Revocation, isLate: boolean): void;
  /**
   * All that was revoked since a time, and all that was late.
   * @param time in ms since 1970
   * @returns undefined when that is more than 10,000 entries, or is not held any more
   */
  since(time: number): Iterable<Revocation> | undefined;
  /** Drops a part of what is over; to be called every second. */
  readonly dropExpired: () => void;
}

/** Beyond so many, the snapshot is cheaper: it is made once for all. */
export const MAX_RESUMED = 10_000;

/**
 * Makes an empty index. It holds the newest entries only: all of them by time would take as much memory as the list.
 * @param window how long an entry lives, in ms
 */
export function createResumeIndex(window: number): ResumeIndex {
  const late = createRevocationList();
  let recent: Revocation[] = [];
  /** The time of the newest entry that was dropped. */
  let dropped = -Infinity;

  /** When an entry was made, or up to a second later. */
  const timeOf = ({ until }: Revocation) => until * 1000 - window;

  function dropOldest(): void {
    const newestFirst = recent.toSorted((one, other) => other.until - one.until);
    dropped = Math.max(dropped, timeOf(newestFirst[MAX_RESUMED]!));
    recent = newestFirst.slice(0, MAX_RESUMED);
  }

  /** Reads on in this array, which only grows, while a follower takes its time; not beyond `count`. */
  function* told(entries: readonly Revocation[], count: number, time: number): Iterable<Revocation> {
    for (let n = 0; n < count; n++) if (timeOf(entries[n]!) >= time) yield entries[n]!;
    yield* late.entries();
  }

  return {
    add(revocation, isLate) {
      if (isLate) late.add(revocation);
      else if (recent.push(revocation) >= 2 * MAX_RESUMED) dropOldest();
    },

    since(time) {
      if (time <= dropped) return undefined;
      let count = late.size;
      for (const entry of recent) if (timeOf(entry) >= time) count += 1;
      return count > MAX_RESUMED ? undefined : told(recent, recent.length, time);
    },

    dropExpired: late.dropExpired,
  };
}
