import type { Config } from './config';
import type { Stylesheet } from './theme/stylesheet';

/** What all pages know of the place that they are at. */
export interface Site {
  readonly appName: string;
  /** Where the application is; also where a person goes after a sign-in that nobody asked for. */
  readonly appUrl: string;
  readonly logoUrl: string | undefined;
  /** Who may sign up; the auth service decides, and pages show no link that leads nowhere. */
  readonly signUp: Config['SIGN_UP'];
  readonly stylesheetUrl: string;
  readonly cookieSecure: boolean;
  /** Exact origins, beside this one, that `next` may lead to. */
  readonly nextOrigins: readonly string[];
  readonly paths: Paths;
}

export type Paths = ReturnType<typeof pathsBelow>;

/** The pages, by their names. */
export function pathsBelow(base: string) {
  return {
    home: base,
    signIn: `${base}/signin`,
    signUp: `${base}/signup`,
    invited: `${base}/signup/invited`,
    signOut: `${base}/signout`,
    devices: `${base}/devices`,
    password: `${base}/password`,
    accounts: `${base}/admin`,
    account: (id: string) => `${base}/admin/accounts/${id}`,
    invitations: `${base}/admin/invitations`,
    assets: `${base}/assets`,
  };
}

export function createSite(config: Config, stylesheet: Stylesheet): Site {
  const paths = pathsBelow(config.ACCOUNT_PATH);
  return {
    appName: config.APP_NAME,
    appUrl: config.APP_URL,
    logoUrl: config.LOGO_URL,
    signUp: config.SIGN_UP,
    stylesheetUrl: `${paths.assets}/${stylesheet.name}`,
    cookieSecure: config.COOKIE_SECURE,
    nextOrigins: config.RETURN_ORIGINS,
    paths,
  };
}
