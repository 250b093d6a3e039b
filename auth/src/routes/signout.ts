import { readBearer } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';
import type { Services } from '../services';
import { sidOfBrowser } from './support/browser-session';

/** POST /api/users/signout: ends the session; the cookies are cleared even when that could not be stored. */
export function signout(services: Services): RequestHandler {
  const { authentication, cookies, sessions } = services;

  return async function signout(req, res) {
    cookies.clear(req, res);
    const isBearer = readBearer(req.headers.authorization) !== undefined;
    // A bearer token decides alone.
    const sid = isBearer
      ? (await authentication.authenticate(req)).claims?.sid
      : await sidOfBrowser(services, req);
    if (sid !== undefined) await sessions.end(sid, 'signed_out');
    res.send({});
  };
}
