import { parseCookie } from 'cookie';

/** Browsers keep no larger cookie (RFC 6265, section 6.1), so no token of ours is longer. */
export const MAX_TOKEN_CHARACTERS = 4096;

/** How many session cookies of one request count: each can cost the verification of a signature, and any client can send many. */
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

/** The name of the account cookie, by which the account pages prove a session. It has the path of these pages. */
export function accountCookieName({ cookieSecure }: CookieSettings): string {
  return cookieSecure ? '__Secure-account' : 'account';
}

/** The first value of a cookie in a Cookie header, or undefined when it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return readCookies(header, name, 1)[0];
}

/**
 * The values of a cookie, in the order of the Cookie header. A browser has one for each Domain and Path that it was set for, and
 * sends those of longer paths first, then the older ones (RFC 6265, section 5.4). No other cookie of the header is decoded.
 * @param max how many to read
 */
export function readCookies(header: string | undefined, name: string, max: number): string[] {
  const values: string[] = [];
  let at = header?.indexOf(name) ?? -1;
  while (at !== -1 && values.length < max) {
    const behind = at + name.length;
    if (header![behind] === '=' && beginsPair(header!, at)) {
      const end = header!.indexOf(';', behind);
      values.push(parseCookie(header!.slice(at, end === -1 ? undefined : end))[name]!);
    }
    at = header!.indexOf(name, behind);
  }
  return values;
}

/**
 * Whether nothing but spaces and tabs is before this name. A no-break space, which `trim` drops as well, makes it another name:
 * the browser does not see the prefix then, and lets a subdomain set it.
 */
function beginsPair(header: string, at: number): boolean {
  let before = at - 1;
  while (header[before] === ' ' || header[before] === '\t') before -= 1;
  return before < 0 || header[before] === ';';
}

/**
 * The values of a session cookie that came more than once: the first 4 of them.
 * @returns undefined where there is one value or none, which is found out without parsing
 */
export function readRepeatedCookie(header: string | undefined, name: string): string[] | undefined {
  const first = header?.indexOf(name) ?? -1;
  if (first === -1 || !header!.includes(name, first + name.length)) return undefined;
  const values = readCookies(header, name, MAX_SESSION_COOKIES);
  return values.length > 1 ? values : undefined;
}

/**
 * Takes the access token out of the value of a session cookie, which has one of two forms. A value with a dot is the token
 * itself, perhaps in quotes (RFC 6265, section 4.1.1). Base64 has no dot, so any other value is base64 of `{"jwt": "…"}`,
 * as cookie-session writes it.
 * @returns the token, unverified, or undefined when the value does not hold one
 */
export function decodeSessionCookie(value: string): string | undefined {
  if (value.length > MAX_TOKEN_CHARACTERS) return undefined;
  if (value.includes('.')) return /^"(.*)"$/.exec(value)?.[1] ?? value;
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
