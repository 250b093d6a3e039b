import { redirect } from 'react-router';
import { load } from '../visit/load';
import { isCurable, renew } from '../visit/renew';
import type { Route } from './+types/sign-out';

/** Signs out who pressed the button with an expired token and has a new one now: a link alone leaves no notice for this page. */
export function loader(args: Route.LoaderArgs) {
  const { notices } = args.context;
  if (!notices.for('/signout')) return redirect('/');
  notices.clear();
  return signOut(args);
}

export function action(args: Route.ActionArgs) {
  // To the auth service an expired token proves nothing, and the refresh token, which does, is not sent to this page.
  if (isCurable(args.context.failure)) throw renew(args);
  return signOut(args);
}

/** The cookies go even when the auth service could not store that the session has ended. */
async function signOut(args: Route.LoaderArgs | Route.ActionArgs) {
  await load(args, args.context.auth.signOut());
  // What the browser keeps of pages goes too; never "cookies", which would delete a team's own.
  return redirect('/', { status: 303, headers: { 'Clear-Site-Data': '"cache"' } });
}

/** With a component it is a page, so that an error gets one, too. */
export default function SignOut() {
  return null;
}
