import { isLocalPath } from '../http/local-path';
import { parseTrustedUrl } from '../request/trusted-url';

const HERE = 'http://here';
const MAX_CHARACTERS = 4096;

/** Where `nextLocation` may lead. */
export interface NextOptions {
  /** Where to go when nothing safe is asked for; default `/`. */
  readonly fallback?: string | undefined;
  /** Other origins that it may lead to, such as TRUSTED_ORIGINS. Patterns among them never count. */
  readonly origins?: readonly string[] | undefined;
}

/**
 * The location that a person asked to go on to: a path of this origin, or a URL of one of the exact origins. It is never another
 * host (open redirect, CWE-601).
 * @param asked such as the `next` of a query
 * @example
 * ```ts
 * import { nextLocation } from '@latchkey/common/pages';
 *
 * const location = nextLocation(new URL(request.url).searchParams.get('next'), { fallback: '/account' });
 * ```
 */
export function nextLocation(
  asked: string | null | undefined,
  { fallback = '/', origins = [] }: NextOptions = {},
): string {
  // Only then it is parsed: to parse a host is quadratic in its characters (IDNA).
  if (typeof asked !== 'string' || asked.length > MAX_CHARACTERS) return fallback;
  return localPath(asked) ?? parseTrustedUrl(asked, origins)?.href ?? fallback;
}

function localPath(asked: string): string | undefined {
  if (!isLocalPath(asked) || !URL.canParse(asked, HERE)) return undefined;
  const { origin, pathname, search } = new URL(asked, HERE);
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : undefined;
}
