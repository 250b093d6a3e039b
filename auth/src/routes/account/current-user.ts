import type { RequestHandler } from 'express';
import type { Services } from '../../services';

/** GET /api/users/currentuser: who is signed in, or null; never 401. A client refreshes when there is a reason. */
export function currentUser({ authentication }: Services): RequestHandler {
  return async function currentUser(req, res) {
    const { user = null, failure } = await authentication.authenticate(req);
    const mayRefresh = failure === 'token_expired' || failure === 'token_revoked';
    res.send({ currentUser: user, ...(mayRefresh && { reason: failure }) });
  };
}
