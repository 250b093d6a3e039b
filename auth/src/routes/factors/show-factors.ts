import { liveSession, type LiveSessions } from '../../authentication/live-session';
import { NOT_SIGNED_IN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { toFactorsView } from '../views/factors';

/** The factors of the caller. */
export const showFactors: Endpoint<LiveSessions> = {
  method: 'get',
  path: '/api/users/factors',
  summary: 'By what the account can be proven besides its password and its email',
  success: { status: 200, schema: 'OwnFactors' },
  failures: { 401: NOT_SIGNED_IN },
  handlers: (parts) => [
    parts.authentication.requireAuth,
    async function showFactors(req, res) {
      const { account } = await liveSession(parts, req);
      res.send(toFactorsView(account));
    },
  ],
};
