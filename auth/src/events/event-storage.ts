import type { AccountEvent, EventClient, EventType } from './account-event';
import type { RetentionClass } from './retention';

/** An event as it is in the log. */
export interface LoggedEvent extends AccountEvent {
  /** Where the event comes before its cause, and it is not known whether that was made. */
  readonly outcome?: 'started' | undefined;
}

/** Which events to list. */
export interface EventQuery {
  /** Only events about this account. */
  readonly account?: string | undefined;
  /** Only events about this account, and what it did to others. */
  readonly involved?: string | undefined;
  /** Types to leave out, together with what may not have happened. */
  readonly hidden?: readonly EventType[] | undefined;
  /** Only these types. */
  readonly types?: readonly EventType[] | undefined;
  readonly kept?: RetentionClass | undefined;
  /** Only events that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** The maximum number of events. */
  readonly limit: number;
}

/** Sign-ins to an account that failed within an hour. */
export interface FailedSignIns {
  readonly id: string;
  readonly account: string;
  /** The beginning of the hour. */
  readonly at: Date;
  readonly lastAt: Date;
  readonly count: number;
  /** Who made the last of them. */
  readonly client: EventClient;
}

/** What changes events that are in the log already. */
export interface EventConclusions {
  /** Stores an event whose cause is yet to be made. */
  start(event: AccountEvent): Promise<void>;
  /** It has happened. */
  conclude(id: string): Promise<void>;
  /** It was refused, so that only this has happened. */
  refuse(id: string, details: AccountEvent['details']): Promise<void>;
  /** Empties what names the person of a deleted account. */
  forgetPerson(account: string): Promise<void>;
}

/** How the log of events is stored. */
export interface EventStore extends EventConclusions {
  createIndexes(): Promise<void>;
  /** Stores what is not stored yet. */
  insert(events: readonly AccountEvent[]): Promise<void>;
  addFailures(failures: readonly FailedSignIns[]): Promise<void>;
  /** Lists the newest events first. */
  list(query: EventQuery): Promise<LoggedEvent[]>;
  /** Removes the events of a class that are older than a time. */
  removeOlder(kept: RetentionClass, before: Date): Promise<void>;
}
