import type { Request } from 'express';
import type { Account } from '../accounts/account';
import type { Ceremonies } from '../ceremonies/ceremonies';
import type { CeremonyCookies } from '../ceremonies/ceremony-cookie';
import type { PendingSignUp } from '../sign-ups/sign-up';
import { entryOf } from './entry-of';
import type { HashFor } from './mail-links';
import type { SignUps } from './sign-ups';

const PURPOSE = 'sign-up';

export interface SignUpCompletion {
  readonly ceremonies: Ceremonies;
  readonly ceremonyCookies: CeremonyCookies;
  readonly signUps: SignUps;
}

/**
 * Makes the account of a sign-up whose link was opened. In the browser that signed up it has the password that was chosen there.
 * Elsewhere its reader chooses one, since another person may have signed up with the address, and the waiting one is dropped.
 * @param hashFor makes the hash of a new password; undefined where none was sent
 * @throws NewPasswordRequiredError (403 `new_password_required`), and what `SignUps.complete` throws
 */
export async function completeSignUp(
  parts: SignUpCompletion,
  req: Request,
  signUp: PendingSignUp,
  isPasswordGiven: boolean,
  hashFor: HashFor,
): Promise<{ readonly account: Account; readonly isAskingBrowser: boolean }> {
  const isAskingBrowser = !isPasswordGiven && (await hasSignedUp(parts, req, signUp));
  const password = isAskingBrowser ? signUp.password : await hashFor(signUp);
  const account = await parts.signUps.complete(signUp, password, (id) => [
    entryOf(req, 'account_created', id),
    entryOf(req, 'email_verified', id),
  ]);
  return { account, isAskingBrowser };
}

/** The ceremony is found by the hash of its secret. It is not ended: without the sign-up it opens nothing. */
async function hasSignedUp(
  { ceremonies, ceremonyCookies }: SignUpCompletion,
  req: Request,
  signUp: PendingSignUp,
): Promise<boolean> {
  const secret = ceremonyCookies.read(req, PURPOSE);
  const ceremony = secret === undefined ? undefined : await ceremonies.find(secret, PURPOSE);
  return ceremony?.id === signUp.ceremony;
}
