import { isIP } from 'node:net';
import { sessionCookieName } from '@latchkey/common/protocol';
import { stringifySetCookie } from 'cookie';
import type { Response } from 'express';

interface CookieScope {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
  /** What `cookieDomain` was before. */
  readonly previousCookieDomain?: string | undefined;
}

/**
 * The Set-Cookie lines that take away what was written under an earlier COOKIE_DOMAIN: the cookie of this host alone, and that
 * of the previous domain. A cookie goes only by its own name, Domain and Path (RFC 6265, section 5.3), and no request tells these.
 */
export function linesAgainstLeftovers({
  cookieSecure,
  cookieDomain,
  previousCookieDomain,
}: CookieScope): string[] {
  // To a browser, Domain with an address means this host alone: the line would take away the cookie that was just written.
  const isDomain = (domain: string | undefined) => domain !== undefined && isIP(domain) === 0;
  const left = [
    ...(isDomain(cookieDomain) ? [undefined] : []),
    ...(isDomain(previousCookieDomain) ? [previousCookieDomain] : []),
  ];
  return left.map((domain) =>
    stringifySetCookie(sessionCookieName({ cookieSecure, cookieDomain: domain }), '', {
      path: '/',
      ...(domain !== undefined && { domain }),
      expires: new Date(0),
      httpOnly: true,
      sameSite: 'lax',
      secure: cookieSecure,
    }),
  );
}

/**
 * Makes the session cookie the first Set-Cookie of an answer, where many clients and tests look for it, and adds `lines` to an
 * answer that has one.
 */
export function putSessionFirst(res: Response, name: string, lines: readonly string[]): void {
  const all = [res.getHeader('Set-Cookie') ?? []].flat().map(String);
  const session = all.find((line) => line.startsWith(`${name}=`));
  if (session === undefined) return;
  res.setHeader('Set-Cookie', [session, ...all.filter((line) => line !== session), ...lines]);
}
