import type { Request } from 'express';
import type { SessionCookies } from '../http/session-cookies';
import type { Sessions } from '../sessions/sessions';

export interface SessionRecognition {
  readonly sessions: Sessions;
  readonly cookies: SessionCookies;
}

/**
 * The sessions whose refresh token came beside a session cookie of the same session, with that token: usually one. That of the
 * session cookie which was issued last is the first.
 */
async function recogniseSessions({ sessions, cookies }: SessionRecognition, req: Request) {
  const sids = await cookies.sidsToRefresh(req);
  const found = await Promise.all(
    sids.map((sid) => sessions.recognise(sid, cookies.refreshTokens(req, sid))),
  );
  return found.filter((each) => each !== undefined);
}

/** The session to refresh; one that has ended does not hide another that goes on. */
export async function recogniseSession(parts: SessionRecognition, req: Request) {
  const found = await recogniseSessions(parts, req);
  return found.find(({ session }) => !session.revokedAt && session.expiresAt > new Date()) ?? found[0];
}

/**
 * The sessions that this browser's cookies prove: by an access token that is good still, or by the refresh token beside
 * one. An access token that has expired or was revoked proves nothing any more; it may have been copied long ago.
 */
export async function sidsOfBrowser(parts: SessionRecognition, req: Request): Promise<string[]> {
  const judged = await parts.cookies.judgeEach(req);
  const good = judged.flatMap(({ claims }) => (claims ? [claims.sid] : []));
  // The refresh token of a good one would tell nothing new; usually that spares a question to MongoDB.
  const isProven = judged.every(({ claims }) => claims);
  const recognised = isProven ? [] : await recogniseSessions(parts, req);
  return [...new Set([...good, ...recognised.map(({ session }) => session.id)])];
}
