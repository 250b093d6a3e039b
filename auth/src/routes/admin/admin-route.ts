import { validateRequest } from '@latchkey/common';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Account } from '../../accounts/account';
import { ADMIN } from '../../accounts/roles';
import { requireFreshSession } from '../../authentication/fresh-session';
import { liveAdmin } from '../../authentication/live-admin';
import type { LiveSession, LiveSessions } from '../../authentication/live-session';
import type { Handler, PathParameters } from '../endpoint';
import { reportFailureOf, type FailureLogOfCallers } from '../middleware/report-failure';

export type AdminRouteParts = LiveSessions & FailureLogOfCallers;

type AdminHandler<By> = (req: Request<PathParameters>, res: Response, by: By) => Promise<void>;

/**
 * A route on which admins read: the token is checked, then the fields, then MongoDB is asked whether the caller still is an
 * admin.
 * @param fields the chains of express-validator
 * @throws NotAuthorizedError (401 with the token's failure), ForbiddenError (403 `forbidden`), RequestValidationError (400)
 */
export function adminRoute(
  parts: AdminRouteParts,
  fields: readonly RequestHandler[],
  handle: AdminHandler<LiveSession>,
): Handler[] {
  return [
    parts.authentication.requireRole(ADMIN),
    ...fields,
    validateRequest,
    async function adminRoute(req, res) {
      await handle(req, res, await liveAdmin(parts, req));
    },
  ];
}

/**
 * A route on which admins change something. It needs a fresh session, too: what a forgotten browser or a stolen cookie does to the
 * accounts of others is worse than what it reads.
 * @throws StepUpRequiredError (401 `insufficient_user_authentication`), and what `adminRoute` throws
 */
export function adminAct(
  parts: AdminRouteParts,
  fields: readonly RequestHandler[],
  handle: AdminHandler<Account>,
): Handler[] {
  return adminRoute(parts, fields, async function adminAct(req, res, live) {
    requireFreshSession(live);
    await handle(req, res, live.account);
  });
}

/** Records what is refused to an admin, or to somebody who is none. */
export function reportRefusedAct(parts: FailureLogOfCallers): ErrorRequestHandler<PathParameters> {
  return reportFailureOf(parts, 'admin_act_refused');
}
