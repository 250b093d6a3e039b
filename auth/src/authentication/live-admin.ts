import { ForbiddenError, StepUpRequiredError } from '@latchkey/common';
import type { Request } from 'express';
import { ADMIN } from '../accounts/roles';
import { liveSession, type LiveSession, type LiveSessions } from './live-session';

/**
 * The admin who is asking, as MongoDB has them now: on these routes a role that was taken away is gone at once.
 * @throws NotAuthorizedError (401 with the token's failure), ForbiddenError (403 `forbidden`), StepUpRequiredError (401
 *   `insufficient_user_authentication`) where the role counts only with a second factor
 */
export async function liveAdmin(parts: LiveSessions, req: Request): Promise<LiveSession> {
  const live = await liveSession(parts, req);
  if (!live.account.roles.includes(ADMIN)) throw new ForbiddenError(`This needs the role ${ADMIN}.`);
  if (!live.rights.roles.includes(ADMIN)) throw new StepUpRequiredError({ acr: 'aal2' });
  return live;
}
