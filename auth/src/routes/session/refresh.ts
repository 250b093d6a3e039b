import type { RequestHandler } from 'express';
import type { Services } from '../../services';
import { toPerson } from '../views/current-user';
import { refreshSession } from '../../authentication/refresh-session';

/** POST /api/users/refresh: renews both cookies. */
export function refresh(services: Services): RequestHandler {
  return async function refresh(req, res) {
    res.send(toPerson(await refreshSession(services, req, res)));
  };
}
