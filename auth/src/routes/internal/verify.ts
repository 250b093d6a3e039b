import { readAskedRequest, toUserHeaders, type UserHeaders } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';
import { assuranceOf } from '../../authentication/assurance';
import { liveSession, type LiveSession, type LiveSessions } from '../../authentication/live-session';

interface VerifyParts extends LiveSessions {
  readonly trustedOrigins: readonly string[];
}

/**
 * /verify on the internal port, for any method: what a proxy asks about each request (forward-auth). 200 tells who it
 * is from, decided from MongoDB, in X-User-Id, X-User-Email and X-User-Roles (percent-encoded, roles joined by
 * commas), and how they were authenticated, in X-User-Acr, X-User-Amr (joined by commas) and X-User-Auth-Time (seconds since 1970).
 * Each is always there, and empty where there is nothing to say: a gateway overwrites what a client sent.
 * @throws NotAuthorizedError (401 with the token's failure; a cookie on an unsafe cross-origin request is not read)
 */
export function verify(parts: VerifyParts): RequestHandler {
  return async function verify(req, res) {
    const { method, originalUrl: url, headers } = req;
    const asked = readAskedRequest({ method, url, headers }, '/verify', parts.trustedOrigins);
    const live = await liveSession(parts, asked);
    res.set(headersOf(live));
    // Not `send`, which answers 304 to the condition of a request that was for somebody else.
    res.status(200).end();
  };
}

function headersOf({ account, session, rights }: LiveSession): UserHeaders {
  const { acr, amr, authTime } = assuranceOf(session, account);
  return toUserHeaders({
    id: account.id,
    email: account.email,
    roles: rights.roles,
    acr,
    amr,
    authTime: authTime && Math.floor(authTime.getTime() / 1000),
  });
}
