import { StepUpRequiredError } from '@latchkey/common';
import { hasFactor } from '../accounts/factors';
import { assuranceOf } from './assurance';
import type { LiveSession } from './live-session';

/** How long a session is fresh, where the service itself asks for a fresh one. */
const MAX_AGE_S = 600;

/**
 * Whether the account's own changes need its second factor: its sign-in needs one, or a role that is withheld does. Else a thief
 * of the password adds a factor of their own, and has the role.
 */
export function isGuarded({ account: { factors }, rights }: LiveSession): boolean {
  return factors.isRequired || (rights.isWithheld && hasFactor(factors));
}

/**
 * Asks for a session whose owner was authenticated lately, and with the second factor where the account is guarded by one. A session
 * that an older release has begun is never fresh.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`)
 */
export function requireFreshSession(live: LiveSession): void {
  requireFresh(live, isGuarded(live));
}

/**
 * Asks for a fresh session of `aal2` where the account has a factor: a password alone does not change factors.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`)
 */
export function requireFactorsProven(live: LiveSession): void {
  requireFresh(live, hasFactor(live.account.factors));
}

function requireFresh({ account, session }: LiveSession, needsFactor: boolean): void {
  const { authTime, acr } = assuranceOf(session, account);
  const isFresh = authTime !== undefined && Date.now() - authTime.getTime() <= MAX_AGE_S * 1000;
  const needed = needsFactor ? 'aal2' : undefined;
  if (!isFresh || (needed !== undefined && acr !== needed))
    throw new StepUpRequiredError({ maxAge: MAX_AGE_S, acr: needed });
}
