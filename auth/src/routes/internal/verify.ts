import { isUnsafeCrossOrigin } from '@latchkey/common';
import type { Request, RequestHandler } from 'express';
import { assuranceOf } from '../../authentication/assurance';
import { liveSession, type LiveSession, type LiveSessions } from '../../authentication/live-session';

/** Below this path the request that is asked about stands as it is; at it, headers describe it. */
const APPENDED = '/verify/';

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
    const live = await liveSession(parts, requestAskedAbout(req, parts.trustedOrigins));
    res.set(headersOf(live));
    // Not `send`, which answers 304 to the condition of a request that was for somebody else.
    res.status(200).end();
  };
}

function headersOf({ account, session, rights }: LiveSession): Record<string, string> {
  const { acr = '', amr = [], authTime } = assuranceOf(session, account);
  return {
    'X-User-Id': encodeURIComponent(account.id),
    'X-User-Email': encodeURIComponent(account.email),
    'X-User-Roles': rights.roles.map(encodeURIComponent).join(','),
    'X-User-Acr': acr,
    'X-User-Amr': amr.join(','),
    'X-User-Auth-Time': authTime ? String(Math.floor(authTime.getTime() / 1000)) : '',
  };
}

/**
 * The request that a proxy asks about. Envoy appends its path and keeps its method and Host; Traefik names both in
 * X-Forwarded-Method and X-Forwarded-Host, nginx as it is configured to. A header that a client has sent may stand
 * beside the proxy's word, so of all that is told the reading that is refused first counts, and such a header can
 * only make the check stricter. Where no method is told, it may be an unsafe one.
 */
function requestAskedAbout(req: Request, trustedOrigins: readonly string[]) {
  const { method, headers, originalUrl } = req;
  const own = originalUrl.startsWith(APPENDED);
  const forwardedHost = req.get('X-Forwarded-Host');
  const methods = [own ? method : undefined, req.get('X-Forwarded-Method'), req.get('X-Original-Method')];
  const hosts = [own || forwardedHost === undefined ? headers.host : undefined, forwardedHost];

  const readings = told(methods, 'unknown').flatMap((method) =>
    told(hosts, '').map((host) => ({ method, headers: { ...headers, host } })),
  );
  return readings.find((reading) => isUnsafeCrossOrigin(reading, trustedOrigins)) ?? readings[0]!;
}

function told(values: readonly (string | undefined)[], fallback: string): string[] {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known : [fallback];
}
