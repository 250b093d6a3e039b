import type { IncomingHttpHeaders } from 'http';
import { hasHost } from '../http/same-host';
import { isTrustedOrigin } from './trusted-origins';
import { toNodeRequest, type RequestLike } from './request-like';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Whether a browser sent this request with an unsafe method from a page of another origin, so that the person behind
 * it may not have meant it (OWASP CSRF prevention: fetch metadata, with the origin check where it is absent). A request
 * for a websocket counts as unsafe: it is a GET, but the page can read and write what it opens (RFC 6455, section 10.2).
 *
 * `Sec-Fetch-Site` decides where it is sent. Only without it does Origin, which must have Host's host. With neither
 * header it is no browser, and no cookies are sent without their owner's knowledge.
 * @example
 * ```ts
 * import { isUnsafeCrossOrigin } from '@latchkey/common';
 *
 * if (isUnsafeCrossOrigin(req, ['https://app.example.com'])) res.sendStatus(403);
 * ```
 */
export function isUnsafeCrossOrigin(req: RequestLike, trustedOrigins: readonly string[]): boolean {
  const { method = 'POST', headers } = toNodeRequest(req);
  if (SAFE_METHODS.has(method) && !asksForUpgrade(headers)) return false;
  const { origin, host } = headers;
  if (origin !== undefined && isTrustedOrigin(origin, trustedOrigins)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && !hasHost(origin, host);
}

/**
 * Whether a request asks for a websocket. `Upgrade` goes no further than the next proxy; the others reach what the proxy
 * asks. Over HTTP/2 there is no key (RFC 8441, section 5).
 */
function asksForUpgrade(headers: IncomingHttpHeaders): boolean {
  return (
    headers.upgrade !== undefined ||
    headers['sec-websocket-key'] !== undefined ||
    headers['sec-websocket-version'] !== undefined ||
    headers['sec-fetch-mode'] === 'websocket'
  );
}
