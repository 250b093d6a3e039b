import type { Page } from '../http/page';
import { redirect } from '../http/answers';

/**
 * Signs out a person who pressed the button with an expired token and has a new one now. A link alone leaves no notice for this
 * page.
 */
export async function finishSignOut(page: Page): Promise<Response> {
  const { visit, site } = page;
  if (!visit.notices.for(visit.url.pathname)) return redirect(site.paths.home);
  visit.notices.clear();
  return endSession(page);
}

export async function signOut(page: Page): Promise<Response> {
  // To the auth service an expired token proves nothing, and the refresh token, which does, is not sent to this page.
  return page.visit.isRenewable ? page.visit.renew() : endSession(page);
}

/** The cookies go even when the auth service could not store that the session has ended. */
async function endSession({ visit, site }: Page): Promise<Response> {
  await visit.load(visit.auth.signOut());
  // What the browser keeps of pages goes too; never "cookies", which would delete a team's own.
  return redirect(site.appUrl, 303, { 'Clear-Site-Data': '"cache"' });
}
