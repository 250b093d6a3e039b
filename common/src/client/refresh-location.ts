/** Where the accounts are, for an app on another host. */
export interface AccountsHost {
  /** The origin of the auth service and of the account pages, such as `https://accounts.example.com`. */
  readonly origin: string;
  /** The origin of the app, such as `https://app.example.com`. The auth service must be set to return browsers there. */
  readonly returnOrigin: string;
}

/**
 * Where a page's server sends the browser (303) when the access token has expired: to the auth service, which renews the
 * cookies and sends it back to the page. The refresh token goes nowhere else, so the page cannot do it itself.
 * @param url the page's, or another one of this origin to come back to
 * @param accounts where the accounts are, if that is another host
 * @returns a path of this origin, or a URL of the accounts' origin
 * @example
 * ```ts
 * import { refreshLocation } from '@latchkey/common/client';
 *
 * const answer = new Response(null, { status: 303, headers: { Location: refreshLocation(request.url) } });
 * ```
 */
export function refreshLocation(url: string, accounts?: AccountsHost): string {
  const { pathname, search } = new URL(url, 'http://page');
  // With two slashes in front it would be another host.
  const path = `/${pathname.replace(/^\/+/, '')}${search}`;
  const { origin, returnOrigin } = accounts ?? { origin: '', returnOrigin: '' };
  return `${origin}/api/users/refresh?return_to=${encodeURIComponent(returnOrigin + path)}`;
}
