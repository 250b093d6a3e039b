import { readRefusedRefresh, sessionDigest } from '../request/refused-refresh';
import { redirect } from './answers';
import { noticeCookie } from './notice-cookie';
import { pageCookie, type AnswerHeaders } from './page-cookie';
import { MAX_TRIPS, tripsOf } from './renew';

/**
 * Takes in a browser that comes back from a refused refresh: the refused session cookie is remembered, the page has a notice, and
 * its address loses the mark. A mark that somebody made up only leaves the address.
 *
 * The digest covers all session cookies of a host. A leftover of one host makes the digest of an auth service on another host differ.
 * So the third trip in a row with the same session counts, too.
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
  const ours = sessionDigest(request.headers.get('cookie') ?? undefined);
  const cookies = { request, answer, cookieSecure };
  const notices = noticeCookie(pageCookie('notice', cookies));
  const { pathname: page } = new URL(location, 'http://here');
  const isOurs = digest === ours || tripsOf({ notices, sessionDigest: ours }, page) >= MAX_TRIPS;
  if (ours !== '' && isOurs) {
    pageCookie('refused', cookies).set(ours);
    notices.leave({ ...notices.for(page), page, code: 'session_ended' });
  }
  return redirect(location, 303);
}

function targetOf({ url }: Request): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
