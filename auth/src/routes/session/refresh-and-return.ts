import { BadRequestError, UnavailableError } from '@latchkey/common';
import { addRefusedRefresh, isPrefetch, readRefusedRefresh, sessionDigest } from '@latchkey/common/protocol';
import { isDatabaseOutage } from '@latchkey/common/server';
import type { Request, Response } from 'express';
import { refreshSession, type SessionRefresh } from '../../authentication/refresh-session';
import { BannedError, SessionEndedError, TooManyRequestsError } from '../../errors';
import type { SessionCookies } from '../../http/session-cookies';
import type { Endpoint } from '../endpoint';
import { parseReturnTarget, type ReturnTarget } from './return-path';

interface RefreshAndReturnParts extends SessionRefresh {
  /** The exact ones among them are returned to, too. */
  readonly returnOrigins: readonly string[];
}

/**
 * Where a server-rendered page sends the browser when the access token has expired. The browser comes back to the page, at a path
 * or a trusted URL, with renewed cookies, or with `refresh_refused` in its query.
 */
export const refreshAndReturn: Endpoint<RefreshAndReturnParts> = {
  method: 'get',
  path: '/api/users/refresh',
  summary: 'Renew both cookies and go back to a page of this origin, or of an exact one of RETURN_ORIGINS',
  query: { return_to: 'required' },
  proof: 'none',
  success: {
    status: 303,
    text: 'To the page of `return_to`: with renewed cookies, or with `refresh_refused` and the digest of the refused session cookie in its query',
  },
  failures: { 400: '`invalid_return_to`, `not_a_navigation`', 429: 'A small page, with Retry-After' },
  handlers: (parts) => [
    async function refreshAndReturn(req, res) {
      const target = requireReturnTarget(req, parts.returnOrigins);
      try {
        await refreshSession(parts, req, res);
      } catch (error) {
        const waiting = waitingError(error);
        if (waiting) return sendWaitingPage(res, waiting);
        if (!(error instanceof SessionEndedError || error instanceof BannedError)) throw error;
        return goTo(res, target, refusedPath(parts.cookies, req, res, target.path));
      }
      goTo(res, target, target.path);
    },
  ],
};

/** @throws BadRequestError (400 `not_a_navigation`, `invalid_return_to`) */
function requireReturnTarget(req: Request, returnOrigins: readonly string[]): ReturnTarget {
  if (!isNavigation(req)) {
    throw new BadRequestError(
      'Open this address in a window of its own: a refresh is for navigations only, not for HEAD, prefetching, images, frames or scripts.',
      'not_a_navigation',
    );
  }
  const target = parseReturnTarget(req.query.return_to, returnOrigins);
  if (target === undefined) {
    throw new BadRequestError(
      'return_to must be a path on this origin, or a URL of an exact origin of RETURN_ORIGINS, and not this address.',
      'invalid_return_to',
    );
  }
  return target;
}

/** Express's redirect would re-encode the path that was checked. */
function goTo(res: Response, { origin }: ReturnTarget, path: string): void {
  res
    .status(303)
    .set('Location', origin + path)
    .end();
}

/**
 * Where to go when a refresh was refused: back, with the digest of the session cookie, by which the page takes its visitor
 * for signed out. A page that does not know the mark comes here again with it. Only then the cookies are cleared, since the
 * browser would go round in circles.
 */
function refusedPath(cookies: SessionCookies, req: Request, res: Response, path: string): string {
  const digest = sessionDigest(req.headers.cookie);
  const before = readRefusedRefresh(path);
  const back = before?.location ?? path;
  if (digest === '') return back;
  if (before?.digest !== digest) return addRefusedRefresh(back, digest);
  cookies.clear(res);
  return back;
}

/**
 * Whether a person goes to a page. Any site can have a browser load this address as an image or a frame, and SameSite=Lax
 * lets the cookies through from a sibling origin. Older browsers do not say what they load it for (Fetch Metadata), and
 * programs on Node's fetch say `Sec-Fetch-Mode: cors` alone.
 */
function isNavigation(req: Request): boolean {
  const destination = req.get('sec-fetch-dest') ?? 'document';
  return req.method !== 'HEAD' && !isPrefetch(req.headers) && destination === 'document';
}

/** What passes by waiting; going back to the page would only lead here again. */
function waitingError(error: unknown): TooManyRequestsError | UnavailableError | undefined {
  if (isDatabaseOutage(error)) return new UnavailableError();
  return error instanceof TooManyRequestsError || error instanceof UnavailableError ? error : undefined;
}

function sendWaitingPage(
  res: Response,
  { statusCode, message, headers }: TooManyRequestsError | UnavailableError,
): void {
  res
    .status(statusCode)
    .set(headers)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><title>One moment</title><h1>One moment</h1><p>${message} Then reload this page.</p></html>`,
    );
}
