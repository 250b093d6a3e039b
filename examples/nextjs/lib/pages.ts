import { createPages, type Pages } from '@latchkey/common/pages';

let made: Pages | undefined;

/** Made at the first request: a build has neither keys nor an auth service. */
export function pages(): Pages {
  made ??= createPages({
    authUrl: process.env.AUTH_URL ?? 'http://auth-srv:3000',
    cookieSecure: process.env.COOKIE_SECURE !== 'false',
  });
  return made;
}
