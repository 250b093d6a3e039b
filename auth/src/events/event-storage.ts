import type { AccountEvent } from './account-event';
import type { RetentionClass } from './retention';

/** How the log of events is stored. */
export interface EventStore {
  createIndexes(): Promise<void>;
  /** Stores what is not stored yet. */
  insert(events: readonly AccountEvent[]): Promise<void>;
  /** Empties what names the person of a deleted account. */
  forgetPerson(account: string): Promise<void>;
  /** Removes the events of a class that are older than a time. */
  removeOlder(kept: RetentionClass, before: Date): Promise<void>;
}
