/**
 * Where a page's server sends the browser (303) when the access token has expired: to the auth service, which renews the
 * cookies and sends it back to the page. The refresh token goes nowhere else, so the page cannot do it itself.
 * @param url the page's, or another one of this origin to come back to
 * @returns a path of this origin
 * @example
 * ```ts
 * import { refreshLocation } from '@latchkey/common/client';
 *
 * const answer = new Response(null, { status: 303, headers: { Location: refreshLocation(request.url) } });
 * ```
 */
export function refreshLocation(url: string): string {
  const { pathname, search } = new URL(url, 'http://page');
  // With two slashes in front it would be another host.
  const path = `/${pathname.replace(/^\/+/, '')}${search}`;
  return `/api/users/refresh?return_to=${encodeURIComponent(path)}`;
}
