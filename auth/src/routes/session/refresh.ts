import { refreshSession, type SessionRefresh } from '../../authentication/refresh-session';
import { CROSS_ORIGIN, TOO_MANY } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';
import { toCurrentUser } from '../views/current-user';

/** Renews both cookies. */
export const refresh: Endpoint<SessionRefresh> = {
  method: 'post',
  path: '/api/users/refresh',
  summary: 'Renew both cookies; a refusal writes and clears none',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUser' },
  failures: {
    401: '`session_expired`, `session_revoked`',
    403: `\`banned\`, ${CROSS_ORIGIN}`,
    429: TOO_MANY,
  },
  handlers: (parts) => [
    async function refresh(req, res) {
      const { account, session } = await refreshSession(parts, req, res);
      res.send(toCurrentUser(parts, account, session));
    },
  ],
};
