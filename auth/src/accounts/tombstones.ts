import type { OutboxEntry } from '../events/outbox-entry';

/** What is left of deleted accounts, so that their tokens are known to be dead; and of accounts that must not come to be. */
export interface Tombstones {
  /** Reads the ids of the accounts that were deleted before a time, and whose events are relayed. */
  olderThan(time: Date): AsyncIterable<string>;
  /** Of these accounts, those that are deleted, also where nothing is left of them. */
  deletedOf(ids: readonly string[]): Promise<string[]>;
  /**
   * Takes an id away, so that no account can be made with it until the sweeper comes.
   * @param entries what happened, written with the tombstone, unless there is one already
   * @returns whether no account has it; an account that does is left as it is
   */
  put(id: string, entries: readonly OutboxEntry[]): Promise<boolean>;
  remove(id: string): Promise<void>;
}
