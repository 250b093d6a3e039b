import type { OutboxEntry } from '../events/outbox-entry';
import type { RevocationSource } from '../revocations/revocation-log';
import type { Assurance, EndReason, Owner, Session, SessionPosition } from './session';

/** Which sessions to list. */
export interface SessionQuery {
  readonly after?: SessionPosition | undefined;
  /** The maximum number of sessions. */
  readonly limit: number;
}

/** What a refresh changes. */
export type Rotation = Pick<
  Session,
  | 'seed'
  | 'currentHash'
  | 'previousHash'
  | 'accountHash'
  | 'rotatedAt'
  | 'lastSeenAt'
  | 'seen'
  | 'expiresAt'
  | 'userAgent'
  | 'ip'
>;

/** How the live sessions of an account are found. */
export interface OpenSessions {
  /** Lists the sessions that are alive, the last begun first. */
  listOpen(userId: string, owner: Owner, query: SessionQuery): Promise<Session[]>;
  /** Finds the ids of at most `limit` live sessions beyond the `max` that were used last. Usually one read of nothing. */
  findSurplus(userId: string, owner: Owner, max: number, limit: number): Promise<string[]>;
}

/** The events of what happens to a session. */
export type EntriesOf = (session: Session) => readonly OutboxEntry[];

/** How sessions are ended, each by itself. */
export interface SessionEnds {
  /**
   * Ends a session. Ending it again changes nothing.
   * @param entriesOf the events of the end, written in the same update
   * @returns whether this call was the one that did
   */
  revoke(id: string, because: EndReason, entriesOf?: EntriesOf): Promise<boolean>;
}

/** How sessions are stepped up. */
export interface StepUps {
  /**
   * Makes a session worth what was proven, if it was not ended and is not worth more by then.
   * @param entries the events of it, written in the same update
   * @returns the session afterwards, or undefined when it was ended or is worth more
   */
  stepUp(id: string, proven: Assurance, entries: readonly OutboxEntry[]): Promise<Session | undefined>;
}

/** How sessions are stored. Every write is one atomic update of one document. */
export interface SessionStore extends OpenSessions, SessionEnds, StepUps, RevocationSource {
  createIndexes(): Promise<void>;
  /** @param entries the events of it, written in the same insert */
  insert(session: Session, entries?: readonly OutboxEntry[]): Promise<void>;
  find(id: string): Promise<Session | undefined>;
  /**
   * Moves on to the next refresh token, if `currentHash` is still the current one: a compare-and-set.
   * @returns whether this call was the one that did
   */
  rotate(id: string, currentHash: string, next: Rotation): Promise<boolean>;
  /** Adds the hash of the account token to a session that has none. */
  addAccountHash(id: string, accountHash: string): Promise<void>;
  /** Removes all sessions of an account whose events are relayed. @returns whether none is left */
  removeAll(userId: string): Promise<boolean>;
  /** Removes the sessions that expired before a time, and whose events are relayed. */
  removeExpired(before: Date): Promise<void>;
}
