import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { Factors } from './factors';

/** What a change sets; what is undefined in it is removed. */
export type FactorValues = Partial<Omit<Factors, 'version' | 'gen'>>;

/** A change of the factors of an account. */
export interface FactorChange {
  readonly set: FactorValues;
  /**
   * What ends with it: nothing; `assurance`, what sessions have proven with a factor, and all access tokens; or `sessions`, all of
   * them, too.
   */
  readonly ends: 'nothing' | 'assurance' | 'sessions';
  /** The hash that takes the place of the password; `ends` is `sessions` then. */
  readonly password?: string | undefined;
  /** The mailed token that allows the change, by its hash; it is used up. */
  readonly usedToken?: string | undefined;
  /** Written in the same update. */
  readonly entries: readonly OutboxEntry[];
}

/** How the factors of accounts change. */
export interface FactorWrites {
  /**
   * Changes factors, unless any of them, the password, or what ends sessions was changed since the account was read.
   * @returns the account afterwards, or undefined when something was
   */
  change(account: Account, change: FactorChange): Promise<Account | undefined>;
}

/**
 * Whose each passkey is, by its credential id. A passkey is claimed first and then written to its account, which alone counts: a
 * claim that its account does not list is void, ten minutes after it was made at the latest, and may be taken.
 */
export interface PasskeyClaims {
  createIndexes(): Promise<void>;
  /** Claims a passkey for an account that is about to list it. @returns false when another account has it, or this one lists it */
  claim(credential: string, account: string): Promise<boolean>;
  /** Notes that the account lists it. Where this fails, `removeVoid` finds it out. */
  settle(credential: string, account: string): Promise<void>;
  /** @returns the id of the account that has claimed a passkey; whether it lists it is for the caller to see */
  find(credential: string): Promise<string | undefined>;
  /** Gives up the claim of an account that does not list the passkey any more. */
  release(credential: string, account: string): Promise<void>;
  /** Gives up all claims of an account that lists no passkey any more. */
  releaseAll(account: string): Promise<void>;
  /** Removes void claims that were never settled. */
  removeVoid(): Promise<void>;
}

/** Which keys the TOTP secrets of accounts need. */
export interface TotpKeys {
  /** The names of all of them. */
  inUse(): Promise<readonly string[]>;
  /** How many secrets need a key. */
  count(key: string): Promise<number>;
  /** The accounts whose secret needs a key; each is as it was when its batch was read. */
  accountsOf(key: string): AsyncIterable<Account>;
}
