import { redirect } from '../../http/answers';
import type { Page } from '../../http/page';

/**
 * Takes the token of a mail's link out of the address of a page, into the cookie of that page. That uses nothing up: scanners open
 * links, too, and only the form sends the token.
 * @param missing where a browser goes that has no link
 * @throws Response the way to the page without the token in its address; the way to `missing`
 */
export function takeLink({ query, visit, link }: Page, missing: string): string {
  const cookie = link(visit.url.pathname);
  const given = query.get('token');
  if (given !== null) {
    cookie.keep(given);
    throw redirect(visit.url.pathname, 303);
  }
  if (cookie.token === undefined) throw redirect(missing, 303);
  return cookie.token;
}
