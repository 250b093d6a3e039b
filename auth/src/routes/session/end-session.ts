import { NotFoundError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import type { Services } from '../../services';
import { liveSession } from '../../authentication/live-session';

/** 128 bits as base64url. */
const SESSION_ID = /^[\w-]{22}$/;

/** DELETE /api/users/sessions/:id: signs one of one's own devices out. */
export function endSession(services: Services): RequestHandler<{ id: string }> {
  const { sessions, cookies, events } = services;

  return async function endSession(req, res) {
    const { account, session: own } = await liveSession(services, req);
    const { id } = req.params;
    const session = SESSION_ID.test(id) ? await sessions.find(id) : undefined;
    // A caller must not learn whether another user has such a session.
    if (session?.userId !== account.id) throw new NotFoundError('You have no session with this id.');
    if (await sessions.end(session.id, 'ended_by_user')) {
      const [event, reason] = ['session_ended', 'ended_by_user'] as const;
      events.record(req, { event, account: account.id, sid: session.id, reason });
    }
    if (session.id === own.id && (await cookies.areFree(req, own.id))) cookies.clear(req, res);
    res.send({});
  };
}
