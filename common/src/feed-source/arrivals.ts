import { randomBytes } from 'crypto';
import type { Revocation } from '../revocations/revocation';

/** A moment in the life of one process: how much it had learnt. */
export interface Mark {
  /** Of the process, 16 hex digits. */
  readonly process: string;
  readonly count: number;
}

/** The order in which a process has learnt of revocations. */
export interface Arrivals {
  /** Takes what is new to this process. */
  add(revocation: Revocation): void;
  readonly now: () => Mark;
  /** @returns undefined for a mark of another process, and when more was learnt since than is held */
  since(mark: Mark): Iterable<Revocation> | undefined;
}

/**
 * Holds what was learnt last. A follower that has taken a snapshot here needs only what was learnt since, whatever the
 * time of that is.
 * @param max how many of the newest are held; up to twice as many for a while
 */
export function createArrivals(max: number): Arrivals {
  const id = randomBytes(8).toString('hex');
  let newest: Revocation[] = [];
  let count = 0;

  return {
    add(revocation) {
      count += 1;
      if (newest.push(revocation) >= 2 * max) newest = newest.slice(max);
    },
    now: () => ({ process: id, count }),
    since(mark) {
      const missed = count - mark.count;
      if (mark.process !== id || missed < 0 || missed > Math.min(max, newest.length)) return undefined;
      return newest.slice(newest.length - missed);
    },
  };
}
