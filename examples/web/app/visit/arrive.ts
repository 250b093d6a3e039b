import type { CurrentUser } from '@latchkey/common/client';
import { redirect } from 'react-router';
import type { Visit } from '../../src/visit';
import { leave } from './notices';
import { isCurable, renew, wasRenewed, type Args } from './renew';
import { unavailable } from './unavailable';

/**
 * What a page that anybody may see begins with. Who was signed in until now comes back signed in, or as nobody.
 * @throws Response the way there; an error page when it cannot be known who it is
 */
export function arrive(args: Args): Visit {
  const { failure } = args.context;
  if (failure === 'unavailable') throw unavailable('We cannot tell who you are right now.');
  if (isCurable(failure)) throw renew(args);
  return args.context;
}

/**
 * What a page for signed-in people begins with. With `form`, somebody whose token is about to expire renews it first, so
 * that what they fill in is not lost.
 * @throws Response as arrive does; the way to the sign-in
 */
export function arriveSignedIn(args: Args, { form = false } = {}): Visit & { readonly user: CurrentUser } {
  const visit = arrive(args);
  const { pathname, search } = new URL(args.request.url);
  if (!visit.user) {
    if (wasRenewed(args)) leave(visit, '/signin', 'session_ended');
    throw redirect(`/signin?${new URLSearchParams({ next: pathname + search }).toString()}`);
  }
  if (form && visit.endsSoon && !wasRenewed(args)) throw renew(args);
  return { ...visit, user: visit.user };
}
