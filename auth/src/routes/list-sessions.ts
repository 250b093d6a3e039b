import type { RequestHandler } from 'express';
import type { Services } from '../services';
import { liveSession } from './support/live-session';

/** GET /api/users/sessions: the devices that one is signed in on, the last used first. */
export function listSessions(services: Services): RequestHandler {
  return async function listSessions(req, res) {
    const { account, session: own } = await liveSession(services, req);
    const sessions = await services.sessions.list(account.id, account);
    res.send({
      sessions: sessions.map((session) => ({
        ...services.sessions.describe(session),
        current: session.id === own.id,
      })),
    });
  };
}
