import { NotAuthorizedError } from '@latchkey/common';
import { readBearer } from '@latchkey/common/protocol';
import type { Request, RequestHandler, Response } from 'express';
import type { Services } from '../../services';
import { sidsOfBrowser } from '../../authentication/browser-session';

/**
 * POST /api/users/signout: ends the session, of several cookies each session that they prove; the cookies are cleared even when that could not be stored. A bearer token
 * decides alone, and is told when it cannot: 401 with the token's failure.
 */
export function signout(services: Services): RequestHandler {
  return async function signout(req, res) {
    const isBearer = readBearer(req.headers.authorization) !== undefined;
    const sids = await (isBearer ? leaveByBearer(services, req, res) : leaveByCookies(services, req, res));
    for (const sid of sids)
      if (await services.sessions.end(sid, 'signed_out'))
        services.events.record(req, { event: 'signed_out', sid });
    // What the browser keeps of pages goes too; never "cookies", which would delete the device cookie and a team's own.
    res.set('Clear-Site-Data', '"cache"').send({});
  };
}

async function leaveByCookies(services: Services, req: Request, res: Response): Promise<string[]> {
  services.cookies.clear(req, res);
  return sidsOfBrowser(services, req);
}

/** @throws NotAuthorizedError (401) when the token is not good any more, and so ends nothing */
async function leaveByBearer(
  { authentication, cookies }: Services,
  req: Request,
  res: Response,
): Promise<string[]> {
  const { claims, failure } = await authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  if (await cookies.areFree(req, claims.sid)) cookies.clear(req, res);
  return [claims.sid];
}
