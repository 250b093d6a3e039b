import { NotAuthorizedError, type AuthenticationMiddleware } from '@latchkey/common';
import type { Request } from 'express';
import { SessionNotProvenError } from '../errors';
import { clientOf } from '../http/client';
import type { SessionCookies } from '../http/session-cookies';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';

/** How long a page has to come back from a refresh that a replica of an older release has answered. */
const OLDER_REFRESH_MS = 60_000;

export interface AccountProof {
  readonly authentication: AuthenticationMiddleware;
  readonly sessions: Sessions;
  readonly cookies: SessionCookies;
}

/**
 * Judges whether a request proves the session of its access token by what other services are not sent: the refresh cookie, the
 * account cookie, or the refresh token in a header. Whether account and session are alive is for the route to ask.
 * @throws NotAuthorizedError (401 with the token's failure; `token_expired` without a proof, so that clients refresh and repeat)
 */
export async function requireProof(parts: AccountProof, req: Request): Promise<void> {
  const { claims, failure } = await parts.authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  const session = await parts.sessions.find(claims.sid);
  // A service that holds a secret can sign a token for any account beside a session of its own, which it could prove.
  if (session?.userId !== claims.sub) throw new NotAuthorizedError('token_revoked');
  if (!isProven(parts, session, req)) throw new SessionNotProvenError();
}

function isProven({ sessions, cookies }: AccountProof, session: Session, req: Request): boolean {
  return (
    sessions.isProven(session, cookies.proofsOf(req), clientOf(req)) || isOfOlderRelease(cookies, session)
  );
}

/**
 * Whether a session needs no proof yet, while an upgrade from a release without account proofs is under way; until 0.3.0. The
 * account pages send a browser without account cookie through a refresh. A replica of the older release may answer it, and
 * writes neither cookie nor hash: without this rule the pages would send the browser there again.
 *
 * This release writes the hash with each session and each refresh, and nothing removes it. So the rule holds for no session that
 * it began or refreshed, and for none at all once the last older replica is gone. `rotatedAt` is the service's own word, while
 * a service that shares a secret can make a token as new as it likes.
 */
function isOfOlderRelease(cookies: SessionCookies, { accountHash, rotatedAt }: Session): boolean {
  const isLately = Date.now() - rotatedAt.getTime() <= OLDER_REFRESH_MS;
  return cookies.hasAccountPath && accountHash === undefined && isLately;
}
