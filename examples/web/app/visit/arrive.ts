import type { User } from '@latchkey/common/client';
import { redirect } from 'react-router';
import type { Visit } from '../../src/visit';
import { bounce, isCurable } from './bounce';

interface Args {
  readonly request: Request;
  readonly context: Visit;
}

/**
 * What a page that anybody may see begins with. Who was signed in until now comes back signed in, or as nobody.
 * @throws Response the way there
 */
export function arrive({ request, context }: Args): Visit {
  if (isCurable(context.failure)) throw bounce(request.url);
  return context;
}

/**
 * What a page for signed-in people begins with. With `form`, somebody whose token is about to expire renews it first, so
 * that what they fill in is not lost.
 * @throws Response the way there, or to the sign-in
 */
export function arriveSignedIn(
  args: Args,
  { form = false } = {},
): { readonly user: User; readonly visit: Visit } {
  const visit = arrive(args);
  const { pathname, search } = new URL(args.request.url);
  if (!visit.user) throw redirect(`/signin?${new URLSearchParams({ next: pathname + search }).toString()}`);
  if (form && visit.endsSoon) throw bounce(args.request.url);
  return { user: visit.user, visit };
}
