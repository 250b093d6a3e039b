import { parseCookie } from 'cookie';
import { readRefusedRefresh, sessionDigest } from '@latchkey/common/server';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import { noticeCookie } from './notice-cookie';

/**
 * The cookie of a browser that remembers which session cookie the auth service has refused to renew. It lives until the
 * browser closes; with another session cookie it means nothing.
 */
export interface RefusedCookie {
  readonly digest: string | undefined;
  remember(digest: string): void;
}

export function refusedCookie(req: Request, res: Response, secure: boolean): RefusedCookie {
  const name = secure ? '__Host-refused' : 'refused';
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  return {
    digest: parseCookie(req.headers.cookie ?? '')[name],
    remember: (digest) => void res.cookie(name, digest, options),
  };
}

/**
 * Takes in who comes back from a refused refresh: the refused session cookie is remembered, the page has a notice, and its
 * address loses the mark. A mark that somebody made up only leaves the address.
 */
export function takeRefusals(isSecure: boolean): RequestHandler {
  return (req, res, next) => {
    const refused = req.method === 'GET' ? readRefusedRefresh(req.originalUrl) : undefined;
    if (!refused) return next();
    const { digest, location } = refused;
    if (digest !== '' && digest === sessionDigest(req.headers.cookie)) {
      refusedCookie(req, res, isSecure).remember(digest);
      const notices = noticeCookie(req, res, isSecure);
      const { pathname: page } = new URL(location, 'http://here');
      notices.leave({ ...notices.for(page), page, code: 'session_ended' });
    }
    res.status(303).set('Location', location).end();
  };
}
