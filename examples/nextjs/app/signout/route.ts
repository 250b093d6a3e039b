import { goTo, servicesFor } from '../../lib/services';

/** Ends the session, and hands the cleared cookies on to the browser. */
export async function POST(request: Request): Promise<Response> {
  const { auth, setCookies } = servicesFor(request);
  await auth.signOut();
  return goTo('/', setCookies);
}
