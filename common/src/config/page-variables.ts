import { makeValidator, str } from 'envalid';
import { isWebOrigin } from '../http/url';

const MAX_PATH_CHARACTERS = 100;
const MAX_PROXIES = 99;

/** A cookie has it as its Path, so it must not be one that reaches the API, or all of the origin. */
const accountPath = makeValidator<string>((text) => {
  const isPath = text.length <= MAX_PATH_CHARACTERS && /^(?:\/[a-z\d][\w.~-]*)+$/i.test(text);
  if (!isPath || /^\/api(?:\/|$)/i.test(text)) {
    throw new Error(
      `must be a path such as /account: at most ${MAX_PATH_CHARACTERS} characters, without a slash at the end, and neither /api nor below it`,
    );
  }
  return text;
});

/** It is shown on pages and in messages, headers included, so it is one line. */
const appName = makeValidator<string>((text) => {
  if (!/^(?=.*\S)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(text)) {
    throw new Error('must be 1 to 64 characters, without control characters or line breaks');
  }
  return text;
});

/** Redirects lead there, so each is exact: with a pattern, any subdomain would be an open redirect. */
const webOrigins = makeValidator<readonly string[]>((text) => {
  const origins = text.split(',').map((entry) => entry.trim());
  if (!origins.every(isWebOrigin)) {
    throw new Error(
      'must be exact origins such as https://app.example.com, separated by commas, without a path',
    );
  }
  return origins;
});

/** The origin that users see. */
export const publicOrigin = makeValidator<string>((text) => {
  if (!isWebOrigin(text)) {
    throw new Error(
      'must be an origin such as https://app.example.com: lower case, without a path or slash at the end',
    );
  }
  return text;
});

const webOrigin = makeValidator<string>((text) => {
  if (!isWebOrigin(text)) throw new Error('must be an origin such as http://auth-srv:3000');
  return text;
});

const proxies = makeValidator<number>((text) => {
  if (!/^\d{1,2}$/.test(text)) throw new Error(`must be a count of proxies, 0 to ${MAX_PROXIES}`);
  return Number(text);
});

/** What the auth service and page servers read alike: how people see the application, and who may join. */
export const accountVariables = {
  SIGN_UP: str({
    default: 'open',
    choices: ['open', 'invite', 'closed'] as const,
    desc: 'Who may make an account: anyone (`open`), only people whom an admin invited (`invite`), or no one (`closed`)',
  }),
  APP_NAME: appName({ default: 'Latchkey', desc: 'The name of the application that users see' }),
  ACCOUNT_PATH: accountPath({
    default: undefined,
    desc: 'The path of the account pages, such as `/account`: links of invitations lead below it, and browsers send a cookie there that proves the session',
  }),
  RETURN_ORIGINS: webOrigins({
    default: [],
    desc: 'Other exact origins that a refresh may lead back to, such as `https://app.example.com`, separated by commas. They may not read answers: that is TRUSTED_ORIGINS',
  }),
};

/**
 * The environment variables of a page server, beside `sharedVariables`. Those of the auth service have its values.
 * @example
 * ```ts
 * import { readEnvironment, sharedVariables } from '@latchkey/common';
 * import { createPages, pageVariables } from '@latchkey/common/pages';
 *
 * const env = readEnvironment(process.env, { ...sharedVariables, ...pageVariables });
 * const pages = createPages({ authUrl: env.AUTH_URL, signInPath: `${env.ACCOUNT_PATH}/signin` });
 * ```
 */
export const pageVariables = {
  ...accountVariables,
  ACCOUNT_PATH: accountPath({ default: '/account', desc: 'The path of the account pages' }),
  AUTH_URL: webOrigin({ desc: 'Where the auth service is, such as `http://auth-srv:3000`' }),
  TRUST_PROXY: proxies({ default: 0, desc: 'How many proxies in front may name the client’s address' }),
};
