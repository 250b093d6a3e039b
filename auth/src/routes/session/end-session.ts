import { NotFoundError } from '@latchkey/common';
import { entryOf } from '../../authentication/entry-of';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { Events } from '../../events/events';
import type { SessionCookies } from '../../http/session-cookies';
import { CROSS_ORIGIN, NOT_FOUND, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';

interface EndSessionParts extends LiveSessions {
  readonly cookies: SessionCookies;
  readonly events: Events;
}

/** 128 bits as base64url. */
const SESSION_ID = /^[\w-]{22}$/;

/** Signs one of one's own devices out. */
export const endSession: Endpoint<EndSessionParts> = {
  method: 'delete',
  path: '/api/users/sessions/{id}',
  summary: 'Sign one device out',
  success: { status: 200, schema: 'Nothing' },
  failures: { 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN, 404: NOT_FOUND },
  handlers: (parts) => [
    async function endSession(req, res) {
      const { sessions, cookies, events } = parts;
      const { account, session: own } = await liveSession(parts, req);
      const { id } = req.params;
      const session = SESSION_ID.test(id) ? await sessions.find(id) : undefined;
      // A caller must not learn whether another user has such a session.
      if (session?.userId !== account.id) throw new NotFoundError('You have no session with this id.');
      const [event, reason] = ['session_ended', 'ended_by_user'] as const;
      const entry = entryOf(req, event, account.id, { sid: session.id }, { reason });
      if (await sessions.end(session.id, reason, () => [entry])) {
        events.record(req, { event, account: account.id, sid: session.id, reason });
      }
      if (session.id === own.id && (await cookies.isWritable(req, own.id))) cookies.clear(res);
      res.send({});
    },
  ],
};
