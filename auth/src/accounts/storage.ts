import type { OutboxEntry } from '../events/outbox-entry';
import type { RevocationSource } from '../revocations/revocation-log';
import type { Account, AccountChange, TemporaryPassword } from './account';
import type { AdminMarks } from './admin-marks';
import type { AddressClaims, EmailWrites } from './email-storage';
import type { FactorWrites, PasskeyClaims, TotpKeys } from './factor-storage';
import type { Tombstones } from './tombstones';

/** Which accounts to list. */
export interface AccountQuery {
  /** A part of the email. */
  readonly email?: string | undefined;
  readonly role?: string | undefined;
  /** Only accounts that are banned now. */
  readonly isBanned?: boolean | undefined;
  /** Only accounts whose ids come after this one. */
  readonly after?: string | undefined;
  /** The maximum number of accounts. */
  readonly limit: number;
}

/** What an account signs in with, in the form in which it is stored, even by an older service; and what its tokens carry. */
export type StoredCredentials = Pick<Account, 'id' | 'email' | 'password' | 'roles' | 'claims'>;

/** What an account begins with. */
export type NewAccount = Pick<Account, 'id' | 'email' | 'password' | 'roles' | 'createdAt'> &
  Pick<Account, 'emailVerifiedAt'>;

/** How accounts are read. A deleted one is never found. */
export interface AccountReads {
  findById(id: string): Promise<Account | undefined>;
  /** Finds the account of an address, however it is typed or stored, with one read whether there is one or not. */
  findByEmail(email: string): Promise<Account | undefined>;
  /** Lists accounts in the order of their ids. */
  list(query: AccountQuery): Promise<Account[]>;
  /** Reads what accounts sign in with, as it is stored: of the `limit` oldest, or of all. */
  credentials(limit?: number): AsyncIterable<StoredCredentials>;
}

/** How accounts get their emails, which are unique. */
export interface NewAccounts {
  /** Makes an id for the next account. */
  newId(): string;
  /**
   * @param id of an invitation; a new one unless given
   * @returns the new account, or undefined when the email or the id is taken
   */
  insert(
    email: string,
    password: string,
    id?: string,
    entries?: readonly OutboxEntry[],
  ): Promise<Account | undefined>;
  /** @returns the new account, or undefined when the email or the id is taken */
  insertWith(account: NewAccount, entries?: readonly OutboxEntry[]): Promise<Account | undefined>;
  /**
   * Stores an email in another form, unless it was changed since it was read.
   * @returns whether it is free; false when another account has it
   */
  mendEmail(
    account: Pick<Account, 'id' | 'email'>,
    next: string,
    entries?: readonly OutboxEntry[],
  ): Promise<boolean>;
}

/** How passwords and sessions of an account change. The entries are written in the same update. */
export interface AccountWrites {
  /** Stores a better hash of the same password, unless the password was changed meanwhile. */
  upgradePassword(account: Account, better: string): Promise<void>;
  /**
   * Changes the password and ends every session, unless one of the two has happened since the account was read.
   * @returns the account afterwards, or undefined when it has
   */
  changePassword(account: Account, next: string, entries?: Entries): Promise<Account | undefined>;
  /**
   * Sets a temporary password and ends every session, unless the sessions were ended since the account was read: by
   * another one of these, or by a change of the password.
   * @param placeholder a hash that no password fits: a replica of an older release reads it, and lets nobody in meanwhile
   * @returns the account afterwards, or undefined when they were
   */
  setTemporaryPassword(
    account: Account,
    temporary: TemporaryPassword,
    placeholder: string,
    entries?: Entries,
  ): Promise<Account | undefined>;
  /**
   * Ends every session but one, unless the sessions were ended since the account was read: the one that stays must
   * not outlive a ban.
   * @returns the account afterwards, or undefined when they were
   */
  keepOnlySession(account: Account, keepSid: string, entries?: Entries): Promise<Account | undefined>;
  /**
   * Ends every session.
   * @returns the account afterwards, or undefined when there is none
   */
  endSessions(id: string, entries?: Entries): Promise<Account | undefined>;
  /**
   * Changes an account, unless its tokens were ended since it was read.
   * @param mark the mark that must still be on it, if any
   * @returns the account afterwards, or undefined when they were or the mark is gone
   */
  change(
    account: Account,
    change: AccountChange,
    entries?: Entries,
    mark?: string,
  ): Promise<Account | undefined>;
  /**
   * Lifts a ban. The sessions and tokens that it ended stay dead.
   * @returns the account afterwards, or undefined when there is none
   */
  unban(id: string, entries?: Entries): Promise<Account | undefined>;
  /**
   * Writes events that change nothing else of the account.
   * @returns the account afterwards, or undefined when there is none
   */
  record(id: string, entries: Entries): Promise<Account | undefined>;
}

type Entries = readonly OutboxEntry[];

/** The devices that accounts know, by hashes of their cookies. */
export interface AccountDevices {
  /** Adds a device that the account does not know yet. Of more than 20 the oldest is forgotten. */
  add(id: string, device: string): Promise<void>;
}

/** How accounts are stored. Every write is one atomic update of one document. None changes a deleted account. */
export interface AccountStore extends AccountReads, NewAccounts, AccountWrites, RevocationSource {
  readonly addresses: AddressClaims;
  readonly passkeys: PasskeyClaims;
  readonly emails: EmailWrites;
  readonly factors: FactorWrites;
  readonly totpKeys: TotpKeys;
  readonly devices: AccountDevices;
  readonly marks: AdminMarks;
  readonly tombstones: Tombstones;
  createIndexes(): Promise<void>;
}
