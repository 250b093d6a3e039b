import type { Request, Response } from 'express';
import { isBanned, type Account } from '../accounts/account';
import { BannedError, PasswordChangeRequiredError } from '../errors';
import type { Session } from '../sessions/session';
import { openSession, type SessionOpening } from './open-session';
import { requireVerified, type RequiredVerification } from './require-verified';

export interface SignInCompletion extends SessionOpening, RequiredVerification {}

/** By what somebody has proven whose account it is. */
export interface ProvenBy {
  readonly amr: readonly ('pwd' | 'email')[];
}

/**
 * The one place where a sign-in becomes a session, and so the one that says who begins one. Sign-in and both kinds of
 * sign-up end here, once it is proven whose account it is.
 * @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`), VerifyEmailError (401
 *   `verify_email`)
 */
export async function completeSignIn(
  parts: SignInCompletion,
  req: Request,
  res: Response,
  account: Account,
  { amr }: ProvenBy,
): Promise<Session> {
  requireMaySignIn(account);
  await requireVerified(parts, req, res, account);
  // Neither a password nor a mailed code is worth more, and both together are not: mail resets the password.
  const { session } = await openSession(parts, req, res, account, { amr, acr: 'aal1' });
  return session;
}

/**
 * Refuses what a right password alone does not open. Only somebody who knows the password learns of it.
 * @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`)
 */
export function requireMaySignIn(account: Account): void {
  if (isBanned(account)) throw new BannedError();
  if (account.temporaryPassword) throw new PasswordChangeRequiredError();
}
