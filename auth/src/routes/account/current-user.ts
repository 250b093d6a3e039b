import type { AuthenticationMiddleware } from '@latchkey/common';
import type { Endpoint } from '../endpoint';

/** Who is signed in, or null; never 401. A client refreshes when there is a reason. */
export const currentUser: Endpoint<{ readonly authentication: AuthenticationMiddleware }> = {
  method: 'get',
  path: '/api/users/currentuser',
  summary: 'Who is signed in, or null',
  proof: 'none',
  success: { status: 200, schema: 'CurrentUserResponse' },
  failures: {},
  handlers: ({ authentication }) => [
    async function currentUser(req, res) {
      const { user = null, failure } = await authentication.authenticate(req);
      const mayRefresh = failure === 'token_expired' || failure === 'token_revoked';
      res.send({ currentUser: user, ...(mayRefresh && { reason: failure }) });
    },
  ],
};
