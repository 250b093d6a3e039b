import { isPrefetch, type AskedRequest } from '@latchkey/common/protocol';

/**
 * Whether a person goes to a page, and can be sent elsewhere: a GET of a whole window (Fetch Metadata), and not ahead of time. Of a
 * browser that does not say, it has to accept HTML.
 */
export function isNavigation({ method, headers }: AskedRequest): boolean {
  if (method !== 'GET' || headers['sec-websocket-version'] !== undefined) return false;
  if (isPrefetch(headers)) return false;
  const mode = headers['sec-fetch-mode'];
  if (mode === undefined) return /\btext\/html\b/i.test(headers.accept ?? '');
  return mode === 'navigate' && (headers['sec-fetch-dest'] ?? 'document') === 'document';
}
