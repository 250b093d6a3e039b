import type { ReactNode } from 'react';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from 'react-router';
import type { Route } from './+types/root';
import { Header } from './ui/header';
import styles from './styles.css?url';

export const links: Route.LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: 'data:,' },
];

/** Who is signed in is in the cookie, so no service is asked. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { isSignUpOpen, accountPath } = context;
  const { user = null } = await context.visit(request);
  return { user, isSignUpOpen, accountPath };
}

/** What an error says of itself, such as Retry-After, belongs to the page. */
export function headers({ errorHeaders }: Route.HeadersArgs) {
  return errorHeaders ?? new Headers();
}

export function Layout({ children }: { readonly children: ReactNode }) {
  const {
    user = null,
    isSignUpOpen = false,
    accountPath = '/account',
  } = useRouteLoaderData<typeof loader>('root') ?? {};
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <Header user={user} isSignUpOpen={isSignUpOpen} accountPath={accountPath} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer>
          <p>
            An example of <strong>Latchkey</strong>: this page was made on the server, which read who you are
            from your cookie and asked nobody.
          </p>
        </footer>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

const TITLES: Readonly<Record<number, string>> = {
  403: 'This is not for you',
  404: 'Nothing is here',
  429: 'Too many attempts',
  503: 'One moment, please',
};

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const answer = isRouteErrorResponse(error) ? error : undefined;
  const title = TITLES[answer?.status ?? 500] ?? 'Something went wrong';
  const text = typeof answer?.data === 'string' ? answer.data : '';
  return (
    <>
      <title>{`${title} · Latchkey`}</title>
      <h1>{title}</h1>
      <p>{text || 'It is our fault, and not yours. Try again in a moment.'}</p>
      <p>
        <a href="/">To the start page</a>
      </p>
    </>
  );
}
