import { parseCookie } from 'cookie';

/** Larger than any cookie a browser keeps (RFC 6265, section 6.1), so larger than any token of ours. */
export const MOST_TOKEN_CHARACTERS = 4096;

/** How many session cookies of one request count: each can cost a signature's verification, and anybody can send many. */
export const MAX_SESSION_COOKIES = 4;

/** What the names of the cookies depend on; the auth service and the library read it from the same variables. */
export interface CookieSettings {
  readonly cookieSecure: boolean;
  readonly cookieDomain?: string | undefined;
}

/**
 * The name of the session cookie. Its prefix makes the browser refuse one that was planted by a subdomain or over
 * http (RFC 6265bis, section 4.1.3), so exactly this name is read and no plain one beside it.
 */
export function sessionCookieName({ cookieSecure, cookieDomain }: CookieSettings): string {
  if (!cookieSecure) return 'session';
  return cookieDomain === undefined ? '__Host-session' : '__Secure-session';
}

/** The name of the refresh cookie. It has a path of its own, which the `__Host-` prefix forbids. */
export function refreshCookieName({ cookieSecure }: CookieSettings): string {
  return cookieSecure ? '__Secure-refresh' : 'refresh';
}

/** The value of a cookie in a Cookie header, or undefined when it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  // Most requests without our cookie are told apart here, without parsing.
  return header?.includes(name) ? parseCookie(header)[name] : undefined;
}

/**
 * All values of a cookie, in the order of the Cookie header. A browser has one for each Domain and Path that it was set for, and
 * sends those of longer paths first, then the older ones (RFC 6265, section 5.4).
 */
export function readCookies(header: string | undefined, name: string): string[] {
  if (!header?.includes(name)) return [];
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => parseCookie(pair)[name]!);
}

/**
 * The values of a session cookie that came more than once: the first 4 of them.
 * @returns undefined where there is one value or none, which is found out without parsing
 */
export function readRepeatedCookie(header: string | undefined, name: string): string[] | undefined {
  const first = header?.indexOf(name) ?? -1;
  if (first === -1 || !header!.includes(name, first + name.length)) return undefined;
  const values = readCookies(header, name);
  return values.length > 1 ? values.slice(0, MAX_SESSION_COOKIES) : undefined;
}

/**
 * Takes the access token out of the session cookie's value, which cookie-session wrote as base64 of `{"jwt": "…"}`.
 * @returns the token, or undefined when the value does not hold one
 */
export function decodeSessionCookie(value: string): string | undefined {
  try {
    const session: unknown = JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
    if (typeof session !== 'object' || session === null || !('jwt' in session)) return undefined;
    return typeof session.jwt === 'string' ? session.jwt : undefined;
  } catch {
    return undefined;
  }
}

/** The session cookie's value for an access token, in cookie-session's format. */
export function encodeSessionCookie(jwt: string): string {
  return Buffer.from(JSON.stringify({ jwt })).toString('base64');
}
