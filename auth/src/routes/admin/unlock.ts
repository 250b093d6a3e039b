import type { RequestHandler } from 'express';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { changeUser } from './change-account';

/** POST /api/users/:id/unlock: forgets failed sign-ins, so that the person can sign in on a new device. */
export function unlock(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    async function unlock(req, res) {
      res.send(await changeUser(services, req, { kind: 'unlock' }));
    },
  ];
}
