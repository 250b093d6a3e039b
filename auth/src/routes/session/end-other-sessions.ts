import { NotAuthorizedError } from '@latchkey/common';
import type { RequestHandler } from 'express';
import type { Services } from '../../services';
import { liveSession } from '../../authentication/live-session';

/** DELETE /api/users/sessions: signs all other devices out. This one gets an access token of the new generation. */
export function endOtherSessions(services: Services): RequestHandler {
  const { accounts, cookies, events, issueAccessToken } = services;

  return async function endOtherSessions(req, res) {
    const { account, session } = await liveSession(services, req);
    const updated = await accounts.endOtherSessions(account, session.id);
    if (!updated) throw new NotAuthorizedError('token_revoked');
    events.record(req, {
      event: 'sessions_ended',
      account: account.id,
      sid: session.id,
      reason: 'ended_by_user',
    });
    if (await cookies.areFree(req, session.id))
      await cookies.writeAccessToken(req, issueAccessToken(updated, session.id));
    res.send({});
  };
}
