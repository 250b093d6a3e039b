import type { CurrentUser } from '../current-user';
import { unavailable } from './answers';
import type { PagesSettings } from './pages-options';
import { renew, toSignIn, wasRenewed } from './renew';
import type { ArriveOptions, Visitor } from './visit';

/** What the page to sign in at says to a person whose session is over. */
const SESSION_ENDED = 'session_ended';

/** @throws Response the way to renew the token; 503 when nobody can tell who it is */
export function arrive(visitor: Visitor, settings: PagesSettings): void {
  const { failure, isRenewable } = visitor;
  if (failure === 'unavailable') throw unavailable(settings.texts.unknownVisitor);
  if (isRenewable) throw renew(visitor, settings);
}

/** @throws Response as `arrive` does; the way to the page to sign in at */
export function arriveSignedIn(
  visitor: Visitor,
  settings: PagesSettings,
  { form = false }: ArriveOptions,
): CurrentUser {
  arrive(visitor, settings);
  const { user, url, notices } = visitor;
  if (!user) {
    if (wasRenewed(visitor)) {
      // A page on another host does not receive a notice, and this one must not say it after the sign-in.
      if (settings.accounts) notices.clear();
      else notices.leave({ page: settings.signInPath, code: SESSION_ENDED });
    }
    throw toSignIn(settings, url.pathname + url.search);
  }
  if (form && visitor.endsSoon && !wasRenewed(visitor)) throw renew(visitor, settings);
  return user;
}

/** What was left for this page. The page that a refresh was for says that the session is over. */
export function takeNotice(visitor: Visitor) {
  const { failure, notices, url } = visitor;
  const notice = notices.for(url.pathname);
  if (!notice) return { values: {} };
  notices.clear();
  if (failure && wasRenewed(visitor)) return { code: SESSION_ENDED, values: {} };
  return { code: notice.code, values: notice.values ?? {} };
}
