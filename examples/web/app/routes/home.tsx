import { Link } from 'react-router';
import { inDocument } from '../in-document';
import { noticeText } from '../notices';
import { Notice } from '../ui/notice';
import type { Route } from './+types/home';

export const meta: Route.MetaFunction = () => [{ title: 'Latchkey' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const { isSignUpOpen, accountPath } = context;
  const visit = await context.visit(request);
  return inDocument(() => {
    visit.arrive();
    const notice = noticeText(visit.takeNotice().code);
    return { user: visit.user, isSignUpOpen, accountPath, notice };
  });
}

export default function Home({
  loaderData: { user, isSignUpOpen, accountPath, notice },
}: Route.ComponentProps) {
  return (
    <>
      <Notice text={notice} />
      {user ? (
        <SignedIn email={user.email} accountPath={accountPath} />
      ) : (
        <SignedOut isSignUpOpen={isSignUpOpen} accountPath={accountPath} />
      )}
    </>
  );
}

function SignedIn({ email, accountPath }: { readonly email: string; readonly accountPath: string }) {
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
        <a href={`${accountPath}/devices`}>See where you are signed in</a>
      </p>
    </>
  );
}

interface SignedOutProps {
  readonly isSignUpOpen: boolean;
  readonly accountPath: string;
}

function SignedOut({ isSignUpOpen, accountPath }: SignedOutProps) {
  return (
    <>
      <h1>Tickets, for those with a key</h1>
      <p className="lead">
        You sign in once, and every service knows you by the cookie that you carry. None of them asks the auth
        service, so none falls when it does.
      </p>
      <p className="actions">
        {isSignUpOpen && (
          <a className="button" href={`${accountPath}/signup`}>
            Sign up
          </a>
        )}
        <a className={isSignUpOpen ? undefined : 'button'} href={`${accountPath}/signin`}>
          Sign in
        </a>
      </p>
    </>
  );
}
