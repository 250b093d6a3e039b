import type { Request } from 'express';
import type { Services } from '../../services';

/** The session whose refresh token came beside a session cookie of the same session, with that token. */
export async function recogniseSession({ sessions, cookies }: Services, req: Request) {
  const sid = await cookies.sidToRefresh(req);
  return sid === undefined ? undefined : sessions.recognise(sid, cookies.refreshTokens(req, sid));
}

/**
 * The session that this browser's cookies prove: by an access token that is good still, else by the refresh token
 * beside it. An access token that has expired or was revoked proves nothing any more; it may have been copied long ago.
 */
export async function sidOfBrowser(services: Services, req: Request): Promise<string | undefined> {
  const { method, headers } = req;
  const cookiesAlone = { method, headers: { ...headers, authorization: undefined } };
  const { claims } = await services.authentication.authenticate(cookiesAlone);
  return claims?.sid ?? (await recogniseSession(services, req))?.session.id;
}
