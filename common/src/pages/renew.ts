import { refreshLocation } from '../client/refresh-location';
import { redirect, unavailable } from './answers';
import type { Notice } from './notice-cookie';
import type { PagesSettings } from './pages-options';
import type { Visitor } from './visit';

const CURABLE = ['token_expired', 'token_revoked'];

/** How often in a row a browser is sent to the auth service with the same session. */
export const MAX_TRIPS = 3;

/** Whether a refresh may make right what a request was refused for. */
export function isCurable(code: string | undefined): boolean {
  return CURABLE.includes(code ?? '');
}

/** Whether the browser comes back from the auth service, which gave it another session cookie or refused to. */
export function wasRenewed({ url, notices, isRefused, sessionDigest }: Visitor): boolean {
  const renewing = notices.for(url.pathname)?.renewing;
  return renewing !== undefined && (isRefused || renewing !== sessionDigest);
}

/**
 * The way through the auth service and back to the page, with what was typed there. No browser goes round in circles: it gets an
 * error page when it comes back renewed, and after 3 trips with the same session.
 */
export function renew(
  visitor: Visitor,
  settings: PagesSettings,
  left?: Pick<Notice, 'code' | 'values'>,
): Response {
  const { url, notices, isRefused, sessionDigest } = visitor;
  const page = url.pathname;
  // A service without a list of revocations may take the token still, or says that it has expired.
  if (isRefused) return toSignIn(settings, page, 303);
  const trips = tripsOf(visitor, page) + 1;
  if (wasRenewed(visitor) || trips > MAX_TRIPS) {
    notices.clear();
    return unavailable(settings.texts.clocksDiffer);
  }
  notices.leave({ ...notices.for(page), ...left, page, renewing: sessionDigest, trips });
  return redirect(refreshLocation(url.href, settings.accounts), 303);
}

/** How often in a row this browser was sent to the auth service from a page, with the session that it has now. */
export function tripsOf(
  { notices, sessionDigest }: Pick<Visitor, 'notices' | 'sessionDigest'>,
  page: string,
): number {
  const { renewing, trips = 0 } = notices.for(page) ?? {};
  return renewing === sessionDigest ? trips : 0;
}

/** The way to the page to sign in at, and back to a page. */
export function toSignIn(
  { signInPath, accounts }: Pick<PagesSettings, 'signInPath' | 'accounts'>,
  path: string,
  status?: number,
): Response {
  return redirect(accountLocation(accounts, signInPath, path), status);
}

/**
 * An account page that leads back to a page of this origin.
 * @param more what else its query says
 */
export function accountLocation(
  accounts: PagesSettings['accounts'],
  page: string,
  path: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const next = (accounts?.returnOrigin ?? '') + path;
  return `${accounts?.origin ?? ''}${page}?${new URLSearchParams({ next, ...more }).toString()}`;
}
