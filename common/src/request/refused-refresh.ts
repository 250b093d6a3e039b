import { createHash } from 'crypto';
import { isLocalPath } from '../http/local-path';
import { joinTarget, splitTarget } from '../http/request-target';

/** The names that a session cookie can have, by COOKIE_SECURE and COOKIE_DOMAIN. */
const SESSION_COOKIE = /^[ \t]*(?:__Host-|__Secure-)?session=/;
/** Where the auth service says to a page that a refresh was refused, and of which session cookie. */
const MARK = 'refresh_refused=';

/** What a refused refresh tells the page that it goes back to. */
export interface RefusedRefresh {
  /** The digest of the session cookie that was refused, as the address has it; anybody can make one up. */
  readonly digest: string;
  /** The page's address without the mark, as a path of this origin. */
  readonly location: string;
}

/**
 * Tells one session cookie from the next, and nothing about either: it cannot be guessed without the cookie.
 * @param cookie the Cookie header
 * @returns 43 characters; empty where there is no session cookie
 * @example
 * ```ts
 * import { sessionDigest } from '@latchkey/common/server';
 *
 * const digest = sessionDigest(req.headers.cookie);
 * ```
 */
export function sessionDigest(cookie: string | undefined): string {
  const pairs = (cookie ?? '').split(';');
  const sessions = pairs.filter((pair) => SESSION_COOKIE.test(pair)).map((pair) => pair.trim());
  return sessions.length === 0 ? '' : createHash('sha256').update(sessions.join('; ')).digest('base64url');
}

/**
 * Reads what the auth service added to a page's address when it refused a refresh. It counts while the digest is that of
 * the cookies of this request: a link cannot make it up, and after the next sign-in it says nothing.
 * @param target what stands in the request line, such as Node's `req.url` or Express's `req.originalUrl`
 * @returns undefined where nothing was refused
 * @example
 * ```ts
 * import { readRefusedRefresh } from '@latchkey/common/server';
 *
 * const refused = readRefusedRefresh(req.originalUrl);
 * if (refused) res.redirect(303, refused.location);
 * ```
 */
export function readRefusedRefresh(target: string): RefusedRefresh | undefined {
  const { path, parameters, fragment } = splitTarget(target);
  const mark = parameters.find(isMark);
  if (mark === undefined) return undefined;
  const others = parameters.filter((parameter) => !isMark(parameter));
  const location = joinTarget({ path, parameters: others, fragment });
  return { digest: mark.slice(MARK.length), location: isLocalPath(location) ? location : '/' };
}

/** Adds to a page's address that the refresh of this session cookie was refused. */
export function addRefusedRefresh(target: string, digest: string): string {
  const { path, parameters, fragment } = splitTarget(target);
  return joinTarget({ path, parameters: [...parameters, `${MARK}${digest}`], fragment });
}

function isMark(parameter: string): boolean {
  return parameter.startsWith(MARK);
}
