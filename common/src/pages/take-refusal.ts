import { readRefusedRefresh, sessionDigest } from '../request/refused-refresh';
import { redirect } from './answers';
import { noticeCookie } from './notice-cookie';
import { pageCookie, type AnswerHeaders } from './page-cookie';

/**
 * Takes in a browser that comes back from a refused refresh: the refused session cookie is remembered, the page has a notice, and
 * its address loses the mark. A mark that somebody made up only leaves the address.
 * @returns undefined where nothing was refused
 */
export function takeRefusal(
  request: Request,
  answer: AnswerHeaders,
  { cookieSecure }: { readonly cookieSecure: boolean },
): Response | undefined {
  const refused = request.method === 'GET' ? readRefusedRefresh(targetOf(request)) : undefined;
  if (!refused) return undefined;
  const { digest, location } = refused;
  if (digest !== '' && digest === sessionDigest(request.headers.get('cookie') ?? undefined)) {
    const cookies = { request, answer, cookieSecure };
    pageCookie('refused', cookies).set(digest);
    const notices = noticeCookie(pageCookie('notice', cookies));
    const { pathname: page } = new URL(location, 'http://here');
    notices.leave({ ...notices.for(page), page, code: 'session_ended' });
  }
  return redirect(location, 303);
}

function targetOf({ url }: Request): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
