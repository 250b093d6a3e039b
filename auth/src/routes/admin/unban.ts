import type { RequestHandler } from 'express';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { changeUser } from './change-account';

/** DELETE /api/users/:id/ban: lets a person sign in again; the sessions of before the ban stay ended. */
export function unban(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    async function unban(req, res) {
      res.send(await changeUser(services, req, { kind: 'unban' }));
    },
  ];
}
