import { ForbiddenError } from '@latchkey/common';
import { requireFactorsProven } from './fresh-session';
import type { LiveSession } from './live-session';

/**
 * Judges whether a session may add a factor. Nothing is added before the address is proven, where that is asked for: another person
 * may have signed up with it.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`), ForbiddenError (403 `email_not_verified`)
 */
export function requireMayAddFactor(
  { emailVerification }: { readonly emailVerification: 'off' | 'optional' | 'required' },
  live: LiveSession,
): void {
  requireFactorsProven(live);
  if (emailVerification !== 'off' && live.account.emailVerifiedAt === undefined)
    throw new ForbiddenError('Verify your email first.', 'email_not_verified');
}
