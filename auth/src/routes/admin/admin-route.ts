import { validateRequest } from '@latchkey/common';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Account } from '../../accounts/account';
import { ADMIN } from '../../accounts/roles';
import { liveAdmin } from '../../authentication/live-admin';
import type { LiveSessions } from '../../authentication/live-session';
import type { Handler, PathParameters } from '../endpoint';
import { reportFailureOf, type FailureLogOfCallers } from '../middleware/report-failure';

export type AdminRouteParts = LiveSessions & FailureLogOfCallers;

/**
 * A route for admins only: the token is checked, then the fields, then MongoDB is asked whether the caller still is an
 * admin.
 * @param fields the chains of express-validator
 * @throws NotAuthorizedError (401 with the token's failure), ForbiddenError (403 `forbidden`), RequestValidationError (400)
 */
export function adminRoute(
  parts: AdminRouteParts,
  fields: readonly RequestHandler[],
  handle: (req: Request<PathParameters>, res: Response, admin: Account) => Promise<void>,
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

/** Records what is refused to an admin, or to somebody who is none. */
export function reportRefusedAct(parts: FailureLogOfCallers): ErrorRequestHandler<PathParameters> {
  return reportFailureOf(parts, 'admin_act_refused');
}
