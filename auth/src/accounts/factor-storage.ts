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
