import type { RequestHandler } from 'express';
import { readEnvironment, sharedVariables } from './config/environment';
import { createAuthentication, type AuthenticationMiddleware } from './create-authentication';

let made: AuthenticationMiddleware | undefined;

/** Made from process.env at first use, so that nothing happens at import. */
function fromEnvironment(): AuthenticationMiddleware {
  if (made) return made;
  const env = readEnvironment(process.env, sharedVariables);
  made = createAuthentication({
    jwtKey: env.JWT_KEY,
    issuer: env.ISSUER,
    audience: env.AUDIENCE,
    cookieSecure: env.COOKIE_SECURE,
    cookieDomain: env.COOKIE_DOMAIN,
    trustedOrigins: env.TRUSTED_ORIGINS,
  });
  return made;
}

/**
 * Call it at start: it reports a bad configuration before the first request does.
 * @throws ConfigurationError that lists every missing or wrong variable
 */
// eslint-disable-next-line @typescript-eslint/require-await -- a bad configuration is a rejection, not a throw
export async function ready(): Promise<void> {
  fromEnvironment();
}

/** Forgets what was made from the environment; the next use reads it again. */
export async function close(): Promise<void> {
  made = undefined;
  await Promise.resolve();
}

/** Sets `req.currentUser` when the request is somebody's; never refuses. */
export const currentUser: RequestHandler = (req, res, next) => fromEnvironment().currentUser(req, res, next);

/** Refuses with 401 and `token_missing`, `token_expired`, `token_revoked` or `token_invalid` when it is nobody's. */
export const requireAuth: RequestHandler = (req, res, next) => fromEnvironment().requireAuth(req, res, next);

/** Refuses as requireAuth does, and with 403 `forbidden` when the person does not have the role. */
export function requireRole(role: string): RequestHandler {
  return (req, res, next) => fromEnvironment().requireRole(role)(req, res, next);
}
