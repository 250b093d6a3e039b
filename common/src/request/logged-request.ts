import type { ServerResponse } from 'http';

/** More than any id or file name of ours has, and less than a token, which some people put into paths. */
const MAX_SEGMENT_CHARACTERS = 40;
const KEPT_CHARACTERS = 8;
const MAX_PATH_CHARACTERS = 200;
/** What is behind could not be logged anyway, and a target of 16 KB can have thousands of segments. */
const MAX_TARGET_CHARACTERS = 2048;

/** What a URL has before its path; a target such as `//user:password@host/` has it without the scheme. */
const AUTHORITY = /^(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#]*/i;

/** nginx's status for a request whose client went away before it was answered. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * The part of a request target that may be logged: its path, without scheme, authority, query and fragment, where
 * credentials travel (RFC 9112, section 3.2, has the forms of a target). Segments with an `@` are left out and those as
 * long as a token are cut.
 * @param target what stands in the request line, such as Node's `req.url` or Express's `req.originalUrl`
 * @returns about 200 characters at most; `unknown` for a target without a path
 * @example
 * ```ts
 * import { loggedPath } from '@latchkey/common/server';
 *
 * loggedPath('/signup?invitation=secret'); // '/signup'
 * ```
 */
export function loggedPath(target = ''): string {
  if (target === '*') return target;
  const start = target.slice(0, MAX_TARGET_CHARACTERS);
  const [path = ''] = start.replace(AUTHORITY, '').split(/[?#]/, 1);
  if (path === '') return AUTHORITY.test(start) ? '/' : 'unknown';
  if (!path.startsWith('/')) return 'unknown';
  return cut(path.split('/').map(loggedSegment).join('/'), MAX_PATH_CHARACTERS);
}

/**
 * The status of an answer for logs and metrics: 499 if the client went away before it had all of it.
 * @example
 * ```ts
 * import { loggedStatus } from '@latchkey/common/server';
 *
 * res.once('close', () => console.log(loggedStatus(res)));
 * ```
 */
export function loggedStatus(res: ServerResponse): number {
  return res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST;
}

function loggedSegment(segment: string): string {
  if (/@|%40/.test(segment)) return '…';
  return segment.length > MAX_SEGMENT_CHARACTERS ? cut(segment, KEPT_CHARACTERS) : segment;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
