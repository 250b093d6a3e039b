import type { Request, Response } from 'express';
import { isBanned, type Account } from '../accounts/account';
import { BannedError, PasswordChangeRequiredError } from '../errors';
import type { Session } from '../sessions/session';
import { openSession, type SessionOpening } from './open-session';

/**
 * The one place where a sign-in becomes a session, and so the one that says who begins one. Sign-in and both kinds of
 * sign-up end here, once the password has proven whose account it is.
 * @throws BannedError (403 `banned`), PasswordChangeRequiredError (403 `password_change_required`)
 */
export async function completeSignIn(
  parts: SessionOpening,
  req: Request,
  res: Response,
  account: Account,
): Promise<Session> {
  requireMaySignIn(account);
  const { session } = await openSession(parts, req, res, account);
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
