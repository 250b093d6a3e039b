import { currentHash, type Account } from '../accounts/account';
import { isVerifiable, NOBODYS_HASH } from '../credentials/password/password-hash';
import { LastCredentialError } from '../errors/factor-errors';

/** By what a sign-in to an account can begin. */
export type WayIn = 'password' | 'passkey' | 'email';

/** What of the configuration decides about that. */
export interface WaysInSettings {
  /** Whether a mailed code signs in. */
  readonly signInByEmail: boolean;
}

/**
 * By what a sign-in to an account can begin. A second factor is none, and neither is a reset by mail, which needs a mail server that
 * may be gone tomorrow. A passkey counts once it is known to sign in alone. A mail to an unverified address signs in only where it is proven first, so it does not count.
 */
export function waysIn(account: Account, { signInByEmail }: WaysInSettings): readonly WayIn[] {
  const ways: readonly (WayIn | false)[] = [
    hasPassword(account) && 'password',
    account.factors.passkeys.some(({ signsInAlone }) => signsInAlone) && 'passkey',
    signInByEmail && account.emailVerifiedAt !== undefined && 'email',
  ];
  return ways.filter((way) => way !== false);
}

/** Whether an account has a password that somebody can know. */
export function hasPassword(account: Account): boolean {
  const hash = currentHash(account);
  return hash !== NOBODYS_HASH && isVerifiable(hash);
}

/**
 * Refuses a removal that would lock the owner out. To be asked in the `resolve` of a change, for the account as it will be.
 * @throws LastCredentialError (409 `last_credential`)
 */
export function requireWayIn(afterwards: Account, settings: WaysInSettings): void {
  if (waysIn(afterwards, settings).length === 0) throw new LastCredentialError();
}
