import type { Config } from './config';
import type { Script } from './theme/script';
import type { Stylesheet } from './theme/stylesheet';

/** What all pages know of the place that they are at. */
export interface Site {
  readonly appName: string;
  /** Where the application is; also where a person goes after a sign-in that nobody asked for. */
  readonly appUrl: string;
  readonly logoUrl: string | undefined;
  /** Who may sign up; the auth service decides, and pages show no link that leads nowhere. */
  readonly signUp: Config['SIGN_UP'];
  /** Whether the auth service sends mail: pages show no link to what it refuses. */
  readonly sendsMail: boolean;
  /** Whether people can sign in by a mailed code. */
  readonly signInByEmail: boolean;
  readonly stylesheetUrl: string;
  /** The script of the pages that use passkeys. */
  readonly scriptUrl: string;
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
    signInByEmail: `${base}/signin/email`,
    secondFactor: `${base}/second-factor`,
    signInCode: `${base}/sign-in-code`,
    signUp: `${base}/signup`,
    signUpSent: `${base}/signup/sent`,
    invited: `${base}/signup/invited`,
    signOut: `${base}/signout`,
    confirm: `${base}/confirm`,
    confirmSecond: `${base}/confirm/second`,
    confirmByCode: `${base}/confirm/code`,
    devices: `${base}/devices`,
    activity: `${base}/activity`,
    password: `${base}/password`,
    security: `${base}/security`,
    authenticatorApp: `${base}/security/app`,
    recoveryCodes: `${base}/security/recovery-codes`,
    newPasskey: `${base}/security/passkey`,
    forgotPassword: `${base}/forgot-password`,
    resetPassword: `${base}/reset-password`,
    email: `${base}/email`,
    verifyEmail: `${base}/verify-email`,
    confirmEmail: `${base}/confirm-email`,
    restoreEmail: `${base}/restore-email`,
    accounts: `${base}/admin`,
    account: (id: string) => `${base}/admin/accounts/${id}`,
    accountActivity: (id: string) => `${base}/admin/accounts/${id}/activity`,
    invitations: `${base}/admin/invitations`,
    assets: `${base}/assets`,
  };
}

export function createSite(config: Config, stylesheet: Stylesheet, script: Script): Site {
  const paths = pathsBelow(config.ACCOUNT_PATH);
  return {
    appName: config.APP_NAME,
    appUrl: config.APP_URL,
    logoUrl: config.LOGO_URL,
    signUp: config.SIGN_UP,
    sendsMail: config.SENDS_MAIL,
    signInByEmail: config.SIGN_IN_BY_EMAIL,
    stylesheetUrl: `${paths.assets}/${stylesheet.name}`,
    scriptUrl: `${paths.assets}/${script.name}`,
    cookieSecure: config.COOKIE_SECURE,
    nextOrigins: config.RETURN_ORIGINS,
    paths,
  };
}

/** The way to prove a second factor, and on to a page. */
export function secondFactorPath({ paths }: Site, next: string): string {
  return `${paths.confirm}?${new URLSearchParams({ acr: 'aal2', next }).toString()}`;
}
