import type { Authentication } from '../authentication/authentication';
import { authenticate } from '../authentication/middleware-from-environment';
import { ConfigurationError } from '../config/configuration-error';
import type { RequestLike } from '../request/request-like';
import { plainErrorPage, type ErrorPage } from './error-page';
import { DEFAULT_TEXTS, type PageTexts } from './page-texts';

/** What `createPages` takes. */
export interface PagesOptions {
  /** Where the auth service is, such as `http://auth-srv:3000`. */
  readonly authUrl: string;
  /** The path of the page to sign in at; default `/account/signin`. */
  readonly signInPath?: string | undefined;
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
  readonly [Name in keyof Omit<PagesOptions, 'texts'>]-?: NonNullable<PagesOptions[Name]>;
} & { readonly texts: PageTexts };

/** @throws ConfigurationError that lists every option that is wrong */
export function readPagesOptions(options: PagesOptions): PagesSettings {
  const { authUrl, signInPath = '/account/signin' } = options;
  const faults = [
    !isOrigin(authUrl) && 'authUrl must be an origin such as http://auth-srv:3000',
    !/^\/(?!\/)[\w/.~-]*$/.test(signInPath) && 'signInPath must be a path such as /account/signin',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    authUrl,
    signInPath,
    cookieSecure: options.cookieSecure ?? true,
    trustedOrigins: options.trustedOrigins ?? [],
    takesFormsOfScripts: options.takesFormsOfScripts ?? false,
    authenticate: options.authenticate ?? authenticate,
    errorPage: options.errorPage ?? plainErrorPage,
    texts: { ...DEFAULT_TEXTS, ...options.texts },
  };
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
