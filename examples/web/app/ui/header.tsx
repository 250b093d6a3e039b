import type { User } from '@latchkey/common/client';
import { NavLink } from 'react-router';

const PAGES = [
  ['/tickets', 'Tickets'],
  ['/devices', 'Devices'],
  ['/password', 'Password'],
] as const;

/** The same on every page: where one can go, and who one is. */
export function Header({ user }: { readonly user: User | null }) {
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
      <div className="who">{user ? <SignedIn user={user} /> : <SignedOut />}</div>
    </header>
  );
}

function SignedIn({ user }: { readonly user: User }) {
  return (
    <>
      <span title={user.email}>{user.email}</span>
      <form method="post" action="/signout">
        <button className="quiet">Sign out</button>
      </form>
    </>
  );
}

function SignedOut() {
  return (
    <nav aria-label="Account">
      <NavLink to="/signin">Sign in</NavLink>
      <NavLink className="button" to="/signup">
        Sign up
      </NavLink>
    </nav>
  );
}
