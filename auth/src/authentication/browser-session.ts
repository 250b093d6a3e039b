import type { Request } from 'express';
import type { Services } from '../services';

/**
 * The sessions whose refresh token came beside a session cookie of the same session, with that token: usually one. That of the
 * session cookie which was issued last is the first.
 */
async function recogniseSessions({ sessions, cookies }: Services, req: Request) {
  const sids = await cookies.sidsToRefresh(req);
  const found = await Promise.all(
    sids.map((sid) => sessions.recognise(sid, cookies.refreshTokens(req, sid))),
  );
  return found.filter((each) => each !== undefined);
}

/** The session to refresh; one that has ended does not hide another that goes on. */
export async function recogniseSession(services: Services, req: Request) {
  const found = await recogniseSessions(services, req);
  return found.find(({ session }) => !session.revokedAt && session.expiresAt > new Date()) ?? found[0];
}

/**
 * The sessions that this browser's cookies prove: by an access token that is good still, or by the refresh token beside
 * one. An access token that has expired or was revoked proves nothing any more; it may have been copied long ago.
 */
export async function sidsOfBrowser(services: Services, req: Request): Promise<string[]> {
  const { method, headers } = req;
  const alone = services.cookies
    .eachAlone(req)
    .map((cookie) => ({ method, headers: { ...headers, authorization: undefined, cookie } }));
  const judged = await Promise.all(alone.map((each) => services.authentication.authenticate(each)));
  const good = judged.flatMap(({ claims }) => (claims ? [claims.sid] : []));
  // The refresh token of a good one would tell nothing new; usually that spares a question to MongoDB.
  const isProven = judged.every(({ claims }) => claims);
  const recognised = isProven ? [] : await recogniseSessions(services, req);
  return [...new Set([...good, ...recognised.map(({ session }) => session.id)])];
}
