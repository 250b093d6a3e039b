import type { Authentication } from '../authentication/authentication';
import { authenticate } from '../authentication/middleware-from-environment';
import type { AccountsHost } from '../client/refresh-location';
import { ConfigurationError } from '../config/configuration-error';
import { isWebOrigin } from '../http/url';
import type { RequestLike } from '../request/request-like';
import { plainErrorPage, type ErrorPage } from './error-page';
import { DEFAULT_TEXTS, type PageTexts } from './page-texts';

const PATH = /^\/(?!\/)[\w/.~-]*$/;

/** What `createPages` takes. */
export interface PagesOptions {
  /** Where the auth service is, such as `http://auth-srv:3000`. */
  readonly authUrl: string;
  /** The path of the page to sign in at; default `/account/signin`. */
  readonly signInPath?: string | undefined;
  /** The path of the page that asks for the password once more; default `confirm` beside `signInPath`. */
  readonly stepUpPath?: string | undefined;
  /**
   * For pages on another host than the accounts: both origins. Browsers then renew the session and sign in there, and come back.
   * The session cookie must have a Domain of both (COOKIE_DOMAIN).
   */
  readonly accounts?: AccountsHost | undefined;
  /** Whether browsers come by https, so that cookies are Secure and have a name prefix; default true. */
  readonly cookieSecure?: boolean | undefined;
  /** Other origins whose pages may send forms here; default none. */
  readonly trustedOrigins?: readonly string[] | undefined;
  /** Whether scripts of these pages send forms, too, as those of React Router do; default false. */
  readonly takesFormsOfScripts?: boolean | undefined;
  /** Judges who a request is from; by default the library's `authenticate`, which reads the environment. */
  readonly authenticate?: ((request: RequestLike) => Promise<Authentication>) | undefined;
  /** Makes the HTML of an error page; a plain one by default. */
  readonly errorPage?: ErrorPage | undefined;
  /** What the library says, in your words or your language. */
  readonly texts?: Partial<PageTexts> | undefined;
}

/** The options with their defaults. */
export type PagesSettings = {
  readonly [Name in keyof Omit<PagesOptions, 'accounts' | 'texts'>]-?: NonNullable<PagesOptions[Name]>;
} & Pick<PagesOptions, 'accounts'> & { readonly texts: PageTexts };

/** @throws ConfigurationError that lists every option that is wrong */
export function readPagesOptions(options: PagesOptions): PagesSettings {
  const { authUrl, signInPath = '/account/signin', accounts } = options;
  const stepUpPath = options.stepUpPath ?? `${signInPath.slice(0, signInPath.lastIndexOf('/') + 1)}confirm`;
  const faults = [
    !isWebOrigin(authUrl) && 'authUrl must be an origin such as http://auth-srv:3000',
    accounts &&
      !isWebOrigin(accounts.origin) &&
      'accounts.origin must be an origin such as https://accounts.example.com',
    accounts &&
      (!isWebOrigin(accounts.returnOrigin) || accounts.returnOrigin === accounts.origin) &&
      'accounts.returnOrigin must be another origin than accounts.origin, such as https://app.example.com',
    !PATH.test(signInPath) && 'signInPath must be a path such as /account/signin',
    !PATH.test(stepUpPath) && 'stepUpPath must be a path such as /account/confirm',
  ].filter((fault) => typeof fault === 'string');
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    authUrl,
    signInPath,
    stepUpPath,
    accounts,
    cookieSecure: options.cookieSecure ?? true,
    trustedOrigins: options.trustedOrigins ?? [],
    takesFormsOfScripts: options.takesFormsOfScripts ?? false,
    authenticate: options.authenticate ?? authenticate,
    errorPage: options.errorPage ?? plainErrorPage,
    texts: { ...DEFAULT_TEXTS, ...options.texts },
  };
}
