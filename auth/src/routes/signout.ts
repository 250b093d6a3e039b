import { readBearer } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';
import type { Services } from '../services';

/** POST /api/users/signout: ends the session; the cookies are cleared even when that could not be stored. */
export function signout({ authentication, cookies, sessions }: Services): RequestHandler {
  return async function signout(req, res) {
    const isBearer = readBearer(req.headers.authorization) !== undefined;
    // An expired cookie still tells which session to end; a bearer token decides alone.
    const claims = isBearer ? authentication.authenticate(req).claims : cookies.claims(req);
    cookies.clear(req, res);
    if (claims) await sessions.end(claims.sid, 'signed_out');
    res.send({});
  };
}
