import { isIP } from 'node:net';
import { sessionCookieName } from '@latchkey/common/protocol';
import { stringifySetCookie, type SetCookie } from 'cookie';
import type { Response } from 'express';

interface SessionCookieScope {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
  /** What `cookieDomain` was before. */
  readonly previousCookieDomain?: string | undefined;
  /** How long the browser keeps the cookie, in ms. */
  readonly maxAge: number;
}

/**
 * Writes the Set-Cookie lines of the session cookie. They come first of an answer's, where many clients and tests look for
 * them, and take the place of what was written before.
 */
export function createSessionCookieLines(scope: SessionCookieScope) {
  const { cookieDomain, maxAge } = scope;
  const leftovers = linesAgainstLeftovers(scope);

  function putFirst(res: Response, own: string): void {
    const ours = new Set([own, ...leftovers].map(nameIn));
    const others = [res.getHeader('Set-Cookie') ?? []]
      .flat()
      .map(String)
      .filter((line) => !ours.has(nameIn(line)));
    res.setHeader('Set-Cookie', [own, ...others, ...leftovers]);
  }

  return {
    write: (res: Response, value: string): void =>
      putFirst(res, line(scope, cookieDomain, value, new Date(Date.now() + maxAge))),

    clear: (res: Response): void => putFirst(res, line(scope, cookieDomain, '', new Date(0))),
  };
}

/**
 * The lines that take away what was written under an earlier COOKIE_DOMAIN: the cookie of this host alone, and that
 * of the previous domain. A cookie goes only by its own name, Domain and Path (RFC 6265, section 5.3), and no request tells these.
 */
function linesAgainstLeftovers(scope: SessionCookieScope): string[] {
  const { cookieDomain, previousCookieDomain } = scope;
  // To a browser, Domain with an address means this host alone: the line would take away the cookie that was just written.
  const isDomain = (domain: string | undefined) => domain !== undefined && isIP(domain) === 0;
  const left = [
    ...(isDomain(cookieDomain) ? [undefined] : []),
    ...(isDomain(previousCookieDomain) ? [previousCookieDomain] : []),
  ];
  return left.map((domain) => line(scope, domain, '', new Date(0)));
}

function line(
  { cookieSecure }: SessionCookieScope,
  domain: string | undefined,
  value: string,
  expires: Date,
): string {
  const cookie: SetCookie = {
    name: sessionCookieName({ cookieSecure, cookieDomain: domain }),
    value,
    path: '/',
    ...(domain !== undefined && { domain }),
    expires,
    httpOnly: true,
    sameSite: 'lax',
    secure: cookieSecure,
  };
  // Neither base64 nor a token needs encoding or quotes in a cookie, and every reader takes them as they are.
  return stringifySetCookie(cookie, { encode: (text) => text });
}

function nameIn(line: string): string {
  return line.slice(0, line.indexOf('='));
}
