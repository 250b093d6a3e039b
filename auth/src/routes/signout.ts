import { NotAuthorizedError } from '@latchkey/common';
import { readBearer } from '@latchkey/common/protocol';
import type { Request, RequestHandler, Response } from 'express';
import type { Services } from '../services';
import { sidOfBrowser } from './support/browser-session';

/**
 * POST /api/users/signout: ends the session; the cookies are cleared even when that could not be stored. A bearer token
 * decides alone, and is told when it cannot: 401 with the token's failure.
 */
export function signout(services: Services): RequestHandler {
  return async function signout(req, res) {
    const isBearer = readBearer(req.headers.authorization) !== undefined;
    const sid = await (isBearer ? leaveByBearer(services, req, res) : leaveByCookies(services, req, res));
    if (sid !== undefined && (await services.sessions.end(sid, 'signed_out')))
      services.events.record(req, { event: 'signed_out', sid });
    // What the browser keeps of pages goes too; never "cookies", which would delete the device cookie and a team's own.
    res.set('Clear-Site-Data', '"cache"').send({});
  };
}

async function leaveByCookies(services: Services, req: Request, res: Response): Promise<string | undefined> {
  services.cookies.clear(req, res);
  return sidOfBrowser(services, req);
}

/** @throws NotAuthorizedError (401) when the token is not good any more, and so ends nothing */
async function leaveByBearer(
  { authentication, cookies }: Services,
  req: Request,
  res: Response,
): Promise<string> {
  const { claims, failure } = await authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  if (await cookies.areFree(req, claims.sid)) cookies.clear(req, res);
  return claims.sid;
}
