import { createMiddleware, type AuthenticationMiddleware } from './authentication-middleware';
import { readOptions, type AuthenticationOptions } from './authentication-options';
import { createAuthenticator, type SessionCookieReader } from './authenticator';

/**
 * Makes the middleware that verifies access tokens locally, from options in place of the environment.
 * @example
 * ```ts
 * import { createAuthentication, followRevocations } from '@latchkey/common';
 *
 * const revocations = followRevocations({ url: 'http://auth-srv:3001/revocations' });
 * const { requireAuth } = createAuthentication({ jwtPublicKey: process.env.PARTNER_KEY, revocations });
 * app.get('/api/partners', requireAuth, (req, res) => void res.send(req.currentUser));
 * ```
 * @throws ConfigurationError when no usable key is given, or nobody can be asked with the option `introspection`
 */
export function createAuthentication(options: AuthenticationOptions): AuthenticationMiddleware {
  return createAuthenticationWithReader(options).authentication;
}

/**
 * Makes the middleware, and beside it the reader of session cookies that the middleware uses, with the same memory of verified
 * tokens. The auth service needs both.
 * @throws ConfigurationError as `createAuthentication` does
 */
export function createAuthenticationWithReader(options: AuthenticationOptions): {
  readonly authentication: AuthenticationMiddleware;
  readonly sessionCookies: SessionCookieReader;
} {
  const authenticator = createAuthenticator(readOptions(options));
  const authentication = createMiddleware(authenticator, options);
  return { authentication, sessionCookies: authenticator.sessionCookies };
}
