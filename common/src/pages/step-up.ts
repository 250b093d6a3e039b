import type { LatchkeyError } from '../client/latchkey-error';
import { redirect } from './answers';
import type { Notice } from './notice-cookie';
import type { PagesSettings } from './pages-options';
import { accountLocation } from './renew';
import type { Visitor } from './visit';

/**
 * The way to the page that asks for a fresh proof, and back to the page, with what was typed there. Where the refusal asks for a second
 * factor, the address says so with `acr=aal2`.
 * @returns undefined for any other error, and where the browser has just been there: another step-up would not help, so the page
 *   shows the refusal
 */
export function stepUp(
  { url, notices, sessionDigest }: Visitor,
  { accounts, stepUpPath }: PagesSettings,
  { code, acrValues }: LatchkeyError,
  left?: Pick<Notice, 'code' | 'values'>,
): Response | undefined {
  if (code !== 'insufficient_user_authentication') return undefined;
  const page = url.pathname;
  const sent = notices.for(page)?.steppingUp;
  if (sent !== undefined && sent !== sessionDigest) {
    notices.clear();
    return undefined;
  }
  notices.leave({ ...left, page, steppingUp: sessionDigest });
  const asked = acrValues?.includes('aal2') ? { acr: 'aal2' } : {};
  return redirect(accountLocation(accounts, stepUpPath, page + url.search, asked), 303);
}
