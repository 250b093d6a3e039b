import type { CurrentUser } from '@latchkey/common';
import { NavLink } from 'react-router';

interface HeaderProps {
  readonly user: CurrentUser | null;
  /** Whether everybody may sign up. */
  readonly isSignUpOpen: boolean;
  /** The path of the account pages, which are another service's. */
  readonly accountPath: string;
}

/** The same on every page: where one can go, and who one is. */
export function Header({ user, isSignUpOpen, accountPath }: HeaderProps) {
  return (
    <header>
      <NavLink className="brand" to="/">
        Latchkey
      </NavLink>
      {user && (
        <nav aria-label="Pages">
          <NavLink to="/tickets">Tickets</NavLink>
          <a href={accountPath}>Account</a>
          {user.roles.includes('admin') && <a href={`${accountPath}/admin`}>Accounts</a>}
        </nav>
      )}
      <div className="who">
        {user ? (
          <SignedIn user={user} accountPath={accountPath} />
        ) : (
          <SignedOut isSignUpOpen={isSignUpOpen} accountPath={accountPath} />
        )}
      </div>
    </header>
  );
}

interface SignedInProps {
  readonly user: CurrentUser;
  readonly accountPath: string;
}

function SignedIn({ user, accountPath }: SignedInProps) {
  return (
    <>
      <span title={user.email}>{user.email}</span>
      <form method="post" action={`${accountPath}/signout`}>
        <button className="quiet">Sign out</button>
      </form>
    </>
  );
}

function SignedOut({ isSignUpOpen, accountPath }: Omit<HeaderProps, 'user'>) {
  return (
    <nav aria-label="Account">
      <a href={`${accountPath}/signin`}>Sign in</a>
      {isSignUpOpen && (
        <a className="button" href={`${accountPath}/signup`}>
          Sign up
        </a>
      )}
    </nav>
  );
}
