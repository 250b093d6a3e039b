import { NotAuthorizedError, type AuthenticationMiddleware } from '@latchkey/common';
import { readBearer } from '@latchkey/common/protocol';
import type { Request, Response } from 'express';
import { sidsOfBrowser, type SessionRecognition } from '../../authentication/browser-session';
import { entryOf } from '../../authentication/entry-of';
import type { Events } from '../../events/events';
import { CROSS_ORIGIN } from '../../openapi/failures';
import type { Endpoint } from '../endpoint';

interface SignOutParts extends SessionRecognition {
  readonly authentication: AuthenticationMiddleware;
  readonly events: Events;
}

/**
 * Ends the session; of several cookies, each session that they prove. The cookies are cleared even when that could not be
 * stored. A bearer token decides alone, and is told when it cannot: 401 with the token's failure.
 */
export const signout: Endpoint<SignOutParts> = {
  method: 'post',
  path: '/api/users/signout',
  summary: 'Sign out; the cookies are cleared even when the answer is 503',
  proof: 'none',
  success: { status: 200, schema: 'Nothing' },
  failures: {
    401: '`token_expired`, `token_revoked`, `token_invalid`: of a bearer token, which then ends nothing',
    403: CROSS_ORIGIN,
  },
  handlers: (parts) => [
    async function signout(req, res) {
      const isBearer = readBearer(req.headers.authorization) !== undefined;
      const sids = await (isBearer ? leaveByBearer(parts, req, res) : leaveByCookies(parts, req, res));
      for (const sid of sids)
        if (
          await parts.sessions.end(sid, 'signed_out', ({ id, userId }) => [
            entryOf(req, 'signed_out', userId, { sid: id }),
          ])
        )
          parts.events.record(req, { event: 'signed_out', sid });
      // What the browser keeps of pages goes too; never "cookies", which would delete the device cookie and a team's own.
      res.set('Clear-Site-Data', '"cache"').send({});
    },
  ],
};

async function leaveByCookies(parts: SignOutParts, req: Request, res: Response): Promise<string[]> {
  parts.cookies.clear(res);
  return sidsOfBrowser(parts, req);
}

/** @throws NotAuthorizedError (401) when the token is not good any more, and so ends nothing */
async function leaveByBearer(
  { authentication, cookies }: SignOutParts,
  req: Request,
  res: Response,
): Promise<string[]> {
  const { claims, failure } = await authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  if (await cookies.isWritable(req, claims.sid)) cookies.clear(res);
  return [claims.sid];
}
