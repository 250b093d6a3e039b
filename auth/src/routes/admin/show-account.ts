import type { RequestHandler } from 'express';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { liveAdmin } from '../../authentication/live-admin';
import { known, toUser } from '../views/account';

/** GET /api/users/:id: one account, as admins see it. */
export function showUser(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    async function showUser(req, res) {
      await liveAdmin(services, req);
      res.send(toUser(known(await services.accounts.find(req.params.id))));
    },
  ];
}
