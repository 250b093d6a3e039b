import type { CurrentUser } from '@latchkey/common';
import type { Child } from 'hono/jsx';
import type { Site } from '../site';
import { texts } from '../texts/texts';

/** What a page says of itself. */
export interface LayoutProps {
  readonly site: Site;
  readonly user: CurrentUser | undefined;
  /** Of the page; the name of the application is added. */
  readonly title: string;
  /** Whether a form was refused, which the title says first. */
  readonly isRefused?: boolean;
  /** Whether the page uses passkeys, which need the script. */
  readonly hasScript?: boolean;
  /** The path of the page, for the navigation. */
  readonly path: string;
  readonly children?: Child;
}

/** The document around each page. Signed-out people see a card in the middle, others a page with a navigation. */
export function Layout({ site, user, title, path, children, ...about }: LayoutProps) {
  const { isRefused = false, hasScript = false } = about;
  const fullTitle = isRefused ? texts.titleOfRefused(title, site.appName) : texts.title(title, site.appName);
  return (
    <html lang={texts.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{fullTitle}</title>
        <link rel="stylesheet" href={site.stylesheetUrl} />
        <link rel="icon" href={site.logoUrl ?? 'data:,'} />
        {hasScript && <script src={site.scriptUrl} defer />}
      </head>
      <body class={user ? 'inside' : 'outside'}>
        <a class="skip" href="#main">
          {texts.layout.skip}
        </a>
        <header>
          <Brand site={site} />
          {user && <Navigation site={site} user={user} path={path} />}
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer>
          <a href={site.appUrl}>{texts.layout.backTo(site.appName)}</a>
        </footer>
      </body>
    </html>
  );
}

function Brand({ site }: { readonly site: Site }) {
  return (
    <a class="brand" href={site.appUrl}>
      {site.logoUrl && <img src={site.logoUrl} alt="" height="28" />}
      <span>{site.appName}</span>
    </a>
  );
}

function Navigation({
  site,
  user,
  path,
}: {
  readonly site: Site;
  readonly user: CurrentUser;
  readonly path: string;
}) {
  const { paths } = site;
  const pages: [path: string, name: string][] = [
    [paths.home, texts.layout.home],
    [paths.email, texts.layout.email],
    [paths.devices, texts.layout.devices],
    [paths.security, texts.layout.security],
  ];
  if (user.roles.includes('admin'))
    pages.push([paths.accounts, texts.layout.accounts], [paths.invitations, texts.layout.invitations]);
  // The page itself, or the one that it is below.
  const above = pages.map(([each]) => each).filter((each) => path === each || path.startsWith(`${each}/`));
  const current = above.toSorted((one, other) => other.length - one.length)[0];
  return (
    <>
      <nav aria-label={texts.layout.pages}>
        {pages.map(([each, name]) => (
          <a href={each} aria-current={each === current ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <div class="who">
        <span title={user.email}>{user.email}</span>
        <form method="post" action={paths.signOut}>
          <button class="quiet">{texts.layout.signOut}</button>
        </form>
      </div>
    </>
  );
}
