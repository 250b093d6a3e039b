import type { CustomClaims } from '@latchkey/common';
import type { Factors } from './factors';
import type { MailTokens } from './mail-token';

/** A ban; without `until` it has no end. */
export interface Ban {
  readonly reason?: string | undefined;
  readonly until?: Date | undefined;
}

/** A password that an operator has set: its owner signs in with it to choose another one. */
export interface TemporaryPassword {
  readonly hash: string;
  readonly until: Date;
}

export const TEMPORARY_PASSWORD_LIFE_MS = 24 * 60 * 60_000;

/** A person's account. */
export interface Account {
  readonly id: string;
  readonly email: string;
  /** When its owner proved that the email is theirs. */
  readonly emailVerifiedAt?: Date | undefined;
  /** Since when it is its present owner's, where another person had used it before the address was proven. */
  readonly ownedSince?: Date | undefined;
  /** The password's hash, as a PHC string or in the legacy format. */
  readonly password: string;
  /** Takes the place of `password`, which nobody knows then, until it has expired. */
  readonly temporaryPassword?: TemporaryPassword | undefined;
  readonly roles: readonly string[];
  /** What admins have set beside the roles; absent where that is nothing. */
  readonly claims?: CustomClaims | undefined;
  /** Token generation: access tokens with a smaller one are dead. */
  readonly gen: number;
  /** Session generation: sessions with a smaller one are dead, but for `keepSid`. */
  readonly sessionGen: number;
  readonly keepSid?: string | undefined;
  /** Hashes of the cookies of devices that have signed in, the newest last. */
  readonly devices: readonly string[];
  readonly mailTokens: MailTokens;
  readonly factors: Factors;
  readonly ban?: Ban | undefined;
  readonly createdAt: Date;
}

/** A change that ends the account's access tokens; some take an admin away. */
export type AccountChange =
  | { readonly kind: 'ban'; readonly ban: Ban }
  | { readonly kind: 'set_roles'; readonly roles: readonly string[] }
  | { readonly kind: 'set_claims'; readonly claims: CustomClaims }
  | { readonly kind: 'delete' };

/** Reads what is stored: what an older service kept under this name may be anything. */
export function toTemporaryPassword(stored: unknown): Account['temporaryPassword'] {
  const { hash, until } = Object(stored) as { hash?: unknown; until?: unknown };
  const isOurs = typeof hash === 'string' && until instanceof Date && !Number.isNaN(until.getTime());
  return isOurs ? { hash, until } : undefined;
}

/** The hash that a password is compared with now. */
export function currentHash({ password, temporaryPassword }: Account): string {
  const isGood = temporaryPassword !== undefined && temporaryPassword.until.getTime() > Date.now();
  return isGood ? temporaryPassword.hash : password;
}

export function isBanned({ ban }: Pick<Account, 'ban'>): boolean {
  return ban !== undefined && (ban.until === undefined || ban.until.getTime() > Date.now());
}
