import type { Request } from 'express';
import { addressOf } from '../http/client';
import { proveInSession, type SessionProof } from './prove-in-session';
import { isGuarded, requireFreshSession } from './fresh-session';
import type { LiveSession } from './live-session';

/**
 * Does what takes a proof that the caller owns the account: a session that is fresh, or, until 0.3.0, the password in the same
 * request, where no second factor guards the account.
 * @param isPasswordGiven whether `work` checks a password, so that a wrong one counts as a guess
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`) where the session is not fresh, without a password
 *   or where a second factor guards the account, and what `proveInSession` throws
 */
export async function confirmOwner<T>(
  parts: SessionProof,
  req: Request,
  live: LiveSession,
  isPasswordGiven: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (isGuarded(live)) requireFreshSession(live);
  if (isPasswordGiven) return proveInSession(parts, req, live, 'password', work);
  await parts.limits.countRequest(addressOf(req));
  requireFreshSession(live);
  return work();
}
