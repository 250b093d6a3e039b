import { StepUpRequiredError } from '@latchkey/common';
import { assuranceOf } from './assurance';
import type { LiveSession } from './live-session';

/** How long a session is fresh, where the service itself asks for a fresh one. */
const MAX_AGE_S = 600;

/**
 * Asks for a session whose owner was authenticated lately, with a second factor where the account's sign-in needs one. A session that
 * an older release has begun is never fresh.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`)
 */
export function requireFreshSession({ account, session }: LiveSession): void {
  const { authTime, acr } = assuranceOf(session, account);
  const isFresh = authTime !== undefined && Date.now() - authTime.getTime() <= MAX_AGE_S * 1000;
  const needed = account.factors.isRequired ? 'aal2' : undefined;
  if (!isFresh || (needed !== undefined && acr !== needed))
    throw new StepUpRequiredError({ maxAge: MAX_AGE_S, acr: needed });
}
