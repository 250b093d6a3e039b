import { refreshLocation } from '../client/refresh-location';
import { redirect, unavailable } from './answers';
import type { Notice } from './notice-cookie';
import type { PagesSettings } from './pages-options';
import type { Visitor } from './visit';

const CURABLE = ['token_expired', 'token_revoked'];

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
 * The way through the auth service and back to the page, with what was typed there. No browser goes round in circles: one that was
 * there just now gets an error page.
 */
export function renew(
  visitor: Visitor,
  { signInPath, texts }: PagesSettings,
  left?: Pick<Notice, 'code' | 'values'>,
): Response {
  const { url, notices, isRefused, sessionDigest } = visitor;
  const page = url.pathname;
  // A service without a list of revocations may take the token still, or says that it has expired.
  if (isRefused) return toSignIn(signInPath, page, 303);
  if (wasRenewed(visitor)) {
    notices.clear();
    return unavailable(texts.clocksDiffer);
  }
  notices.leave({ ...notices.for(page), ...left, page, renewing: sessionDigest });
  return redirect(refreshLocation(url.href), 303);
}

/** The way to the page to sign in at, and back to a page. */
export function toSignIn(signInPath: string, next: string, status?: number): Response {
  return redirect(`${signInPath}?${new URLSearchParams({ next }).toString()}`, status);
}
