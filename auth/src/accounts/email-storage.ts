import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { FactorValues } from './factor-storage';
import type { MailToken, RequestedToken, RestoreToken } from './mail-token';

/**
 * Who may take an address that no account has. Each write that gives an account an address claims it first. A change of the
 * address reserves the old one before the account lets go of it, so nobody takes it while its owner can take it back.
 */
export interface AddressClaims {
  createIndexes(): Promise<void>;
  /** @returns whether this account may take the address now; false while another one has claimed or reserved it */
  claim(email: string, account: string): Promise<boolean>;
  /** Keeps others from an address until a time. @returns false while another account has claimed or reserved it */
  reserve(email: string, account: string, until: Date): Promise<boolean>;
  /** What keeps an address that no account has: a claim, whose writer is about to write the account, or a reservation. */
  find(email: string): Promise<'claimed' | 'reserved' | undefined>;
  /** Ends a claim that came to nothing. */
  withdraw(email: string, account: string): Promise<void>;
  /** Ends all claims and reservations of an account. */
  releaseAll(account: string): Promise<void>;
  removeExpired(): Promise<void>;
}

/** What else goes when somebody proves an address: what another person may have left who had the account before. */
export interface Purge {
  /** The roles that stay. */
  readonly roles: readonly string[];
  /** What tells of what goes, where these roles stay; written in the same update. */
  readonly entriesOf: (roles: readonly string[]) => readonly OutboxEntry[];
}

/** What the proof of an address changes, in the one update that uses the mailed token up. */
export interface EmailProof {
  /** The address that the account has afterwards, where it is another one. */
  readonly email?: string | undefined;
  /** The hash of the password that the account has afterwards, where it is another one. */
  readonly password?: string | undefined;
  /** Which sessions go on: all, none, or the one with this id. */
  readonly sessions: 'all' | 'none' | { readonly only: string };
  /** The devices that the account knows afterwards, where these are others. */
  readonly devices?: readonly string[];
  /** What changes of the factors; what sessions have proven with one ends then. */
  readonly factors?: FactorValues | undefined;
  /** Takes roles and claims away, too. */
  readonly purge?: Purge | undefined;
  /** The ways back to former addresses that stay or begin. All other mailed tokens end. */
  readonly restore: readonly RestoreToken[];
}

/** The token that a change uses up. */
export interface UsedToken {
  readonly kind: RequestedToken | 'restore';
  readonly hash: string;
}

/** What mails change in accounts. */
export interface EmailWrites {
  /**
   * Adds a token that is about to be mailed; of its kind the newest three are good.
   * @param askedAt when it was asked for
   * @returns whether it is there; false when the account is gone or banned, or has ended what was asked for by then
   */
  addToken(
    account: Account,
    kind: RequestedToken,
    token: MailToken,
    askedAt: Date,
    entries: readonly OutboxEntry[],
  ): Promise<boolean>;
  /**
   * Makes a change on the condition that the token is good still, and that nothing has ended the account's tokens or changed its
   * factors since it was read.
   * @param mark that must be on an admin who is about to be taken away
   * @returns the account afterwards, or undefined when the condition does not hold; 'email_in_use' when another account has
   *   the address
   */
  prove(
    account: Account,
    used: UsedToken | undefined,
    proof: EmailProof,
    entries: readonly OutboxEntry[],
    mark?: string,
  ): Promise<Account | 'email_in_use' | undefined>;
}
