import { ConfigurationError } from '@latchkey/common';
import { str } from 'envalid';

/** In which form the session cookie holds the access token. */
export const cookieFormatVariables = {
  COOKIE_FORMAT: str({
    default: 'session',
    choices: ['session', 'jwt'] as const,
    desc: 'What the value of the session cookie is: base64 of `{"jwt": "…"}`, as the package cookie-session reads it (`session`), or the access token itself, as proxies read it (`jwt`). Every service and every replica of auth has to read both first: 0.1 reads only `session`',
  }),
};

/** @throws ConfigurationError when proxies are to read a token that is encrypted */
export function requireReadableCookie({
  COOKIE_FORMAT,
  COOKIE_KEY,
}: {
  readonly COOKIE_FORMAT: 'session' | 'jwt';
  readonly COOKIE_KEY: string | undefined;
}): void {
  if (COOKIE_FORMAT === 'jwt' && COOKIE_KEY !== undefined)
    throw new ConfigurationError([
      'COOKIE_FORMAT=jwt is for proxies that read the token in the cookie, which COOKIE_KEY hides from them: leave COOKIE_FORMAT out, or first remove COOKIE_KEY from auth and all services (docs/operations.md, "Encrypt the token in the cookie")',
    ]);
}
