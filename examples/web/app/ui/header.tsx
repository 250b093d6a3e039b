import type { CurrentUser } from '@latchkey/common/client';
import { NavLink } from 'react-router';

const PAGES = [
  ['/tickets', 'Tickets'],
  ['/devices', 'Devices'],
  ['/password', 'Password'],
] as const;

interface HeaderProps {
  readonly user: CurrentUser | null;
  /** Whether everybody may sign up. */
  readonly isSignUpOpen: boolean;
}

/** The same on every page: where one can go, and who one is. */
export function Header({ user, isSignUpOpen }: HeaderProps) {
  const isAdmin = user?.roles.includes('admin') ?? false;
  const pages = isAdmin ? [...PAGES, ['/admin', 'Accounts'] as const] : PAGES;
  return (
    <header>
      <NavLink className="brand" to="/">
        Latchkey
      </NavLink>
      {user && (
        <nav aria-label="Pages">
          {pages.map(([path, name]) => (
            <NavLink key={path} to={path}>
              {name}
            </NavLink>
          ))}
        </nav>
      )}
      <div className="who">{user ? <SignedIn user={user} /> : <SignedOut isSignUpOpen={isSignUpOpen} />}</div>
    </header>
  );
}

function SignedIn({ user }: { readonly user: CurrentUser }) {
  return (
    <>
      <span title={user.email}>{user.email}</span>
      <form method="post" action="/signout">
        <button className="quiet">Sign out</button>
      </form>
    </>
  );
}

function SignedOut({ isSignUpOpen }: Pick<HeaderProps, 'isSignUpOpen'>) {
  return (
    <nav aria-label="Account">
      <NavLink to="/signin">Sign in</NavLink>
      {isSignUpOpen && (
        <NavLink className="button" to="/signup">
          Sign up
        </NavLink>
      )}
    </nav>
  );
}
