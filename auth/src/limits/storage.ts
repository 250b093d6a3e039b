import type { Count } from './counter';

/** What was too much, and how long to wait. */
export interface Refusal {
  readonly count: Count;
  readonly waitMs: number;
}

/** What becomes of counts once it is known what they were for. */
export interface Settlement {
  readonly forget?: readonly Count[];
  readonly takeBack?: readonly Count[];
}

/** How limits are counted, for all replicas together. */
export interface LimitsStore {
  createIndexes(): Promise<void>;
  /**
   * Counts one more of each, in this order and in one command, up to the first that is too much.
   * @returns what was too much; those before it stay counted
   */
  count(counts: readonly Count[]): Promise<Refusal | undefined>;
  /** Forgets some counts and takes one from others, in one command. */
  settle(settlement: Settlement): Promise<void>;
  /** Whether one more would be too much. */
  isUsedUp(count: Count): Promise<boolean>;
  /** Removes the counters whose keys begin so. */
  remove(beginnings: readonly Count[]): Promise<void>;
  /** Removes the counters whose time is over. */
  removeExpired(): Promise<void>;
}
