import { redirect } from 'react-router';
import { load } from '../visit/load';
import type { Route } from './+types/sign-out';

export function loader() {
  return redirect('/');
}

/** The cookies go even when the auth service could not store that the session has ended. */
export async function action(args: Route.ActionArgs) {
  await load(args, args.context.auth.signOut());
  return redirect('/', 303);
}

/** With a component it is a page, so that an error gets one, too. */
export default function SignOut() {
  return null;
}
