import { NotAuthorizedError } from '@latchkey/common';
import { entryOf } from '../../authentication/entry-of';
import type { IssueAccessToken } from '../../authentication/issue-access-token';
import { liveSession, type LiveSessions } from '../../authentication/live-session';
import type { Events } from '../../events/events';
import type { SessionCookies } from '../../http/session-cookies';
import { CROSS_ORIGIN, NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';

interface EndOthersParts extends LiveSessions {
  readonly cookies: SessionCookies;
  readonly events: Events;
  readonly issueAccessToken: IssueAccessToken;
}

/** Signs all other devices out. This one gets an access token of the new generation. */
export const endOtherSessions: Endpoint<EndOthersParts> = {
  method: 'delete',
  path: '/api/users/sessions',
  summary: 'Sign all other devices out',
  success: { status: 200, schema: 'Nothing' },
  failures: { 401: NOT_SIGNED_IN, 403: CROSS_ORIGIN },
  handlers: (parts) => [
    async function endOtherSessions(req, res) {
      const { accounts, cookies, events, issueAccessToken } = parts;
      const { account, session } = await liveSession(parts, req);
      const entry = entryOf(
        req,
        'sessions_ended',
        account.id,
        { sid: session.id },
        { reason: 'ended_by_user' },
      );
      const updated = await accounts.endOtherSessions(account, session.id, [entry]);
      if (!updated) throw new NotAuthorizedError('token_revoked');
      events.record(req, {
        event: 'sessions_ended',
        account: account.id,
        sid: session.id,
        reason: 'ended_by_user',
      });
      if (await cookies.isWritable(req, session.id))
        await cookies.writeAccessToken(res, issueAccessToken(updated, session));
      res.send({});
    },
  ],
};
