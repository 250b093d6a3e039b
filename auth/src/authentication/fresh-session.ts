import { StepUpRequiredError } from '@latchkey/common';
import type { LiveSession } from './live-session';

/** How long a session is fresh, where the service itself asks for a fresh one. */
const MAX_AGE_S = 600;

/**
 * Asks for a session whose owner was authenticated lately. One that an older release has begun is never fresh.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`)
 */
export function requireFreshSession({ session: { authTime } }: LiveSession): void {
  const isFresh = authTime !== undefined && Date.now() - authTime.getTime() <= MAX_AGE_S * 1000;
  if (!isFresh) throw new StepUpRequiredError({ maxAge: MAX_AGE_S });
}
