import { ConfigurationError } from '@latchkey/common';
import { bool, makeValidator, str } from 'envalid';

function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const publicUrl = makeValidator<string>((text) => {
  if (!isWebOrigin(text)) {
    throw new Error(
      'must be an origin such as https://app.example.com: lower case, without a path or slash at the end',
    );
  }
  return text;
});

/** Redirects lead there, so each is exact: with a pattern, any subdomain would be an open redirect. */
const webOrigins = makeValidator<readonly string[]>((text) => {
  const origins = text.split(',').map((entry) => entry.trim());
  if (!origins.every((origin) => isWebOrigin(origin))) {
    throw new Error(
      'must be exact origins such as https://app.example.com, separated by commas, without a path',
    );
  }
  return origins;
});

/** It is shown on pages and in messages, headers included, so it is one line. */
const appName = makeValidator<string>((text) => {
  if (!/^(?=.*\S)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(text)) {
    throw new Error('must be 1 to 64 characters, without control characters or line breaks');
  }
  return text;
});

const MAX_PATH_CHARACTERS = 100;

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

/** How people see the application, and who may join. */
export const publicVariables = {
  SIGN_UP: str({
    default: 'open',
    choices: ['open', 'invite', 'closed'] as const,
    desc: 'Who may make an account: anyone (`open`), only people whom an admin invited (`invite`), or no one (`closed`)',
  }),
  APP_NAME: appName({ default: 'Latchkey', desc: 'The name of the application that users see' }),
  PUBLIC_URL: publicUrl({
    default: undefined,
    desc: 'The origin that users see, such as `https://app.example.com`; the base of links to pages',
  }),
  ACCOUNT_PATH: accountPath({
    default: undefined,
    desc: 'The path of the account pages, such as `/account`: links of invitations lead below it, and browsers send a cookie there that proves the session',
  }),
  RETURN_ORIGINS: webOrigins({
    default: [],
    desc: 'Other exact origins that a refresh may lead back to, such as `https://app.example.com`, separated by commas. They may not read answers: that is TRUSTED_ORIGINS',
  }),
  API_DOCS: bool({
    default: true,
    desc: 'Whether to serve `/api/users/docs` and `/api/users/openapi.json`, to anyone',
  }),
};

/**
 * Checks that links from PUBLIC_URL do not send secrets over the network in the clear.
 * @throws ConfigurationError for http, except on this machine and where cookies are not Secure either
 */
export function requireSafePublicUrl({
  PUBLIC_URL,
  COOKIE_SECURE,
}: {
  readonly PUBLIC_URL: string | undefined;
  readonly COOKIE_SECURE: boolean;
}): void {
  if (PUBLIC_URL === undefined || !COOKIE_SECURE) return;
  const { protocol, hostname } = new URL(PUBLIC_URL);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return;
  throw new ConfigurationError([
    'PUBLIC_URL must begin with https://; http is only for localhost, or with COOKIE_SECURE=false',
  ]);
}

const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;
