import { isLocalPath, parseTrustedUrl } from '@latchkey/common/protocol';

const ANY_ORIGIN = 'http://origin.invalid';
const REFRESH_PATH = '/api/users/refresh';
/** What servers and proxies commonly read of a line of a request. */
const MAX_PATH_CHARACTERS = 8192;

/** Where to go after a refresh. */
export interface ReturnTarget {
  /** Empty for this origin. */
  readonly origin: string;
  /** The path with query and fragment, normalised. */
  readonly path: string;
}

/**
 * Reads where to go after a refresh: a path of this origin, or a URL of one of the exact origins.
 * @returns undefined when it is not safe, or leads back here
 */
export function parseReturnTarget(text: unknown, origins: readonly string[]): ReturnTarget | undefined {
  const path = parseReturnPath(text);
  if (path !== undefined) return { origin: '', path };
  if (typeof text !== 'string' || text.length > MAX_PATH_CHARACTERS) return undefined;
  const url = parseTrustedUrl(text, origins);
  if (!url || isRefreshPath(url.pathname)) return undefined;
  return { origin: url.origin, path: url.pathname + url.search + url.hash };
}

/**
 * Reads a path of this origin, as a browser would (WHATWG URL): it must stay on this origin and not come back
 * here.
 * @returns the path with query and fragment, normalised, or undefined when it is not safe
 */
export function parseReturnPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_PATH_CHARACTERS) return undefined;
  if (!isLocalPath(text)) return undefined;
  if (!URL.canParse(text, ANY_ORIGIN)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, ANY_ORIGIN);
  // Dot segments can leave a path that starts with two slashes, which names another host.
  if (origin !== ANY_ORIGIN || pathname.startsWith('//') || isRefreshPath(pathname)) return undefined;
  return pathname + search + hash;
}

/** Whether a path leads back to the refresh, in any spelling that a proxy or router might take for it. */
function isRefreshPath(pathname: string): boolean {
  try {
    const plain = decodeURIComponent(pathname).toLowerCase().replaceAll(/\/+/g, '/').replace(/\/$/, '');
    return plain === REFRESH_PATH;
  } catch {
    return true;
  }
}
