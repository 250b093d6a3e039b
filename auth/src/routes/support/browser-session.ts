import type { Request } from 'express';
import type { Services } from '../../services';

/** The session whose refresh token came beside a session cookie of the same session, with that token. */
export async function recogniseSession({ sessions, cookies }: Services, req: Request) {
  const sid = await cookies.sidToRefresh(req);
  return sid === undefined ? undefined : sessions.recognise(sid, cookies.refreshTokens(req, sid));
}

/**
 * The session that this browser's cookies prove, expired or not: by the signature of its access token or, once the key
 * of that has left the ring, by its refresh token.
 */
export async function sidOfBrowser(services: Services, req: Request): Promise<string | undefined> {
  const claims = await services.cookies.claims(req);
  return claims?.sid ?? (await recogniseSession(services, req))?.session.id;
}
