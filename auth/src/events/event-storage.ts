import type { AccountEvent, EventType } from './account-event';
import type { ActReads } from './audit-storage';
import type { RetentionClass } from './retention';

/** Which events of an account to list. */
export interface EventQuery {
  /** All types unless given. */
  readonly types?: readonly EventType[];
  /** Only events that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** The maximum number of events. */
  readonly limit: number;
}

/** What is read of the log. */
export interface EventReads {
  /** Lists what happened to an account, the newest first. */
  listOf(account: string, query: EventQuery): Promise<AccountEvent[]>;
}

/** How the log of events is stored. */
export interface EventStore extends EventReads, ActReads {
  createIndexes(): Promise<void>;
  /** Stores what is not stored yet. */
  insert(events: readonly AccountEvent[]): Promise<void>;
  /** Empties what names the person of a deleted account. */
  forgetPerson(account: string): Promise<void>;
  /** Removes the events of a class that are older than a time. */
  removeOlder(kept: RetentionClass, before: Date): Promise<void>;
}
