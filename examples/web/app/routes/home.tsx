import { Link } from 'react-router';
import { Notice } from '../ui/notice';
import { arrive } from '../visit/arrive';
import { takeNotice } from '../visit/notices';
import type { Route } from './+types/home';

export const meta: Route.MetaFunction = () => [{ title: 'Latchkey' }];

export function loader(args: Route.LoaderArgs) {
  const { user } = arrive(args);
  return { user, isSignUpOpen: args.context.signUp === 'open', notice: takeNotice(args) };
}

export default function Home({ loaderData: { user, isSignUpOpen, notice } }: Route.ComponentProps) {
  return (
    <>
      <Notice text={notice.text} />
      {user ? <SignedIn email={user.email} /> : <SignedOut isSignUpOpen={isSignUpOpen} />}
    </>
  );
}

function SignedIn({ email }: { readonly email: string }) {
  return (
    <>
      <h1>Hello, {email}</h1>
      <p className="lead">
        Your browser sent one cookie, and this page knew you before any script ran. The tickets service will
        know you the same way.
      </p>
      <p className="actions">
        <Link className="button" to="/tickets">
          Offer a ticket
        </Link>
        <Link to="/devices">See where you are signed in</Link>
      </p>
    </>
  );
}

function SignedOut({ isSignUpOpen }: { readonly isSignUpOpen: boolean }) {
  return (
    <>
      <h1>Tickets, for those with a key</h1>
      <p className="lead">
        You sign in once, and every service knows you by the cookie that you carry. None of them asks the auth
        service, so none falls when it does.
      </p>
      <p className="actions">
        {isSignUpOpen && (
          <Link className="button" to="/signup">
            Sign up
          </Link>
        )}
        <Link className={isSignUpOpen ? undefined : 'button'} to="/signin">
          Sign in
        </Link>
      </p>
    </>
  );
}
