import type { RequestHandler } from 'express';
import { ADMIN } from '../../accounts/roles';
import type { Services } from '../../services';
import { changeUser } from './change-account';

/** DELETE /api/users/:id/sessions: signs a person out on every device; they can sign in again. */
export function endUserSessions(services: Services): RequestHandler<{ id: string }>[] {
  return [
    services.authentication.requireRole(ADMIN),
    async function endUserSessions(req, res) {
      res.send(await changeUser(services, req, { kind: 'end_sessions' }));
    },
  ];
}
