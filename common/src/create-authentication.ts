import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { createAuthenticator, type Authentication } from './authenticator';
import { parseKeyRing } from './config/key-ring';
import { ConfigurationError } from './config/configuration-error';
import { ForbiddenError } from './errors/forbidden-error';
import { NotAuthorizedError } from './errors/not-authorized-error';
import type { Revocations } from './revocations';

export interface AuthenticationOptions {
  /** Comma-separated secrets of at least 32 bytes; each verifies. */
  readonly jwtKey: string;
  /** The `iss` that tokens must have; default `latchkey`. */
  readonly issuer?: string;
  /** The `aud` that tokens must have; default `latchkey`. */
  readonly audience?: string;
  /** Whether the cookie is Secure and so has a name prefix; default true. */
  readonly cookieSecure?: boolean;
  /** The domain that the session cookie is shared with, if any. */
  readonly cookieDomain?: string | undefined;
  /** Other origins whose pages may send unsafe requests with cookies; default none. */
  readonly trustedOrigins?: readonly string[];
  /** What is known of tokens that died before they expired. */
  readonly revocations?: Revocations;
}

export interface AuthenticationMiddleware {
  /** Sets `req.currentUser` when the request is somebody's; never refuses. */
  readonly currentUser: RequestHandler;
  /** Refuses with 401 and `token_missing`, `token_expired`, `token_revoked` or `token_invalid` when it is nobody's. */
  readonly requireAuth: RequestHandler;
  /** Refuses as requireAuth does, and with 403 `forbidden` when the person does not have the role. */
  readonly requireRole: (role: string) => RequestHandler;
  /** What the request's credentials come to; judged once a request. */
  readonly authenticate: (req: IncomingMessage) => Authentication;
}

/**
 * Makes the middleware that lets people in by a locally verified access token.
 * @throws ConfigurationError when no usable key is given
 */
export function createAuthentication(options: AuthenticationOptions): AuthenticationMiddleware {
  // Not a spread over the defaults: an option that is there but undefined would switch its check off.
  const judge = createAuthenticator({
    keys: readKeys(options.jwtKey),
    issuer: options.issuer ?? 'latchkey',
    audience: options.audience ?? 'latchkey',
    cookieSecure: options.cookieSecure ?? true,
    cookieDomain: options.cookieDomain,
    trustedOrigins: options.trustedOrigins ?? [],
    revocations: options.revocations,
  });
  const judged = Symbol('authentication');

  function authenticate(req: IncomingMessage & { [judged]?: Authentication }): Authentication {
    return (req[judged] ??= judge(req));
  }

  /** Whoever the request is from; requireAuth works without currentUser before it. */
  function authenticatedUser(req: Request) {
    const { user, failure } = authenticate(req);
    if (!user) throw new NotAuthorizedError(failure);
    return (req.currentUser = user);
  }

  return {
    authenticate,
    currentUser: function currentUser(req, _res, next) {
      const { user } = authenticate(req);
      if (user) req.currentUser = user;
      next();
    },
    requireAuth: function requireAuth(req, _res, next) {
      authenticatedUser(req);
      next();
    },
    requireRole: (role) =>
      function requireRole(req, _res, next) {
        if (!authenticatedUser(req).roles.includes(role))
          throw new ForbiddenError(`This needs the role ${role}.`);
        next();
      },
  };
}

function readKeys(jwtKey: string) {
  try {
    return parseKeyRing(jwtKey);
  } catch (error) {
    throw new ConfigurationError([`jwtKey ${(error as Error).message}`]);
  }
}
