import type { AccountEvent, EventClient, EventType } from './account-event';
import type { ActReads } from './audit-storage';
import type { RetentionClass } from './retention';

/** Which events of an account to list. */
export interface EventQuery {
  /** All types unless given. */
  readonly types?: readonly EventType[];
  /** Only events that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** Only events from this time on. */
  readonly since?: Date | undefined;
  /** The maximum number of events. */
  readonly limit: number;
}

/** What is read of the log. */
export interface EventReads {
  /** Lists what happened to an account, the newest first. */
  listOf(account: string, query: EventQuery): Promise<AccountEvent[]>;
}

/** The failed sign-ins of an account in an hour. */
export interface FailuresOfHour {
  readonly account: string;
  /** When the hour begins. */
  readonly hour: Date;
  readonly count: number;
  /** Of the last one. */
  readonly at: Date;
  readonly client: EventClient;
}

/** How failed sign-ins are counted in the log. */
export interface FailedSignInWrites {
  /** Adds to one event an account and hour, whichever replica makes it. */
  addFailures(failures: readonly FailuresOfHour[]): Promise<void>;
}

/** How the log of events is stored. */
export interface EventStore extends EventReads, ActReads, FailedSignInWrites {
  createIndexes(): Promise<void>;
  /** Stores what is not stored yet. */
  insert(events: readonly AccountEvent[]): Promise<void>;
  /** Empties what names the person of a deleted account. */
  forgetPerson(account: string): Promise<void>;
  /** Removes the events of a class that are older than a time. */
  removeOlder(kept: RetentionClass, before: Date): Promise<void>;
}
