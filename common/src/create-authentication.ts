import type { Request, RequestHandler } from 'express';
import { createAuthenticator, type Authentication, type Credentials } from './authenticator';
import { joinKeySets, parseKeyRing, parsePublicKeys, type KeySet } from './config/key-ring';
import { ConfigurationError } from './config/configuration-error';
import { ForbiddenError } from './errors/forbidden-error';
import { NotAuthorizedError } from './errors/not-authorized-error';
import { createIntrospection, type IntrospectionOptions } from './introspection/introspection';
import type { Revocations } from './revocations/revocations';
import type { VerifiedToken } from './token/verified-tokens';

export interface AuthenticationOptions {
  /** Comma-separated secrets of at least 32 bytes, or private keys in PEM; each verifies. */
  readonly jwtKey?: string | undefined;
  /** Comma-separated public keys in PEM, for a service that makes no tokens. */
  readonly jwtPublicKey?: string | undefined;
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
  /** Whom `requireActive` asks. */
  readonly introspection?: IntrospectionOptions | undefined;
}

export interface AuthenticationMiddleware {
  /** Sets `req.currentUser` when the request is somebody's; never refuses. */
  readonly currentUser: RequestHandler;
  /** Refuses with 401 and `token_missing`, `token_expired`, `token_revoked` or `token_invalid` when it is nobody's. */
  readonly requireAuth: RequestHandler;
  /** Refuses as requireAuth does, and with 403 `forbidden` when the person does not have the role. */
  readonly requireRole: (role: string) => RequestHandler;
  /**
   * Refuses as requireAuth does, and then asks the auth service about the token: on this route a ban counts at once,
   * and without the auth service nobody gets in (503). It takes the option `introspection`.
   */
  readonly requireActive: RequestHandler;
  /** What the request's credentials come to; judged once a request. */
  readonly authenticate: (req: Credentials) => Authentication;
  /**
   * Calls `listener` once when the access token of a request is revoked, also when it was since the request was let in:
   * for what outlives the request, such as a stream or a websocket. It does not tell of a token that expires.
   * @returns a function that ends the watch; to be called when the stream closes
   */
  readonly onRevoked: (req: Credentials, listener: () => void) => () => void;
}

const NOBODY_TO_ASK =
  'requireActive has nobody to ask; set INTROSPECTION_URL and INTERNAL_TOKEN, or the option introspection';

/**
 * Makes the middleware that lets people in by a locally verified access token.
 * @throws ConfigurationError when no usable key is given, or nobody can be asked with the option `introspection`
 */
export function createAuthentication(options: AuthenticationOptions): AuthenticationMiddleware {
  // Not a spread over the defaults: an option that is there but undefined would switch its check off.
  const authenticator = createAuthenticator({
    keys: readKeys(options),
    issuer: options.issuer ?? 'latchkey',
    audience: options.audience ?? 'latchkey',
    cookieSecure: options.cookieSecure ?? true,
    cookieDomain: options.cookieDomain,
    trustedOrigins: options.trustedOrigins ?? [],
    revocations: options.revocations,
  });
  const introspect = options.introspection && createIntrospection(options.introspection);
  const judged = Symbol('authentication');

  function authenticate(req: Credentials & { [judged]?: Authentication }): Authentication {
    return (req[judged] ??= authenticator.authenticate(req));
  }

  /** Whoever the request is from; requireAuth works without currentUser before it. */
  function authenticated(req: Request): VerifiedToken {
    const authentication = authenticate(req);
    if (!authentication.user) throw new NotAuthorizedError(authentication.failure);
    req.currentUser = authentication.user;
    return authentication;
  }

  return {
    authenticate,
    onRevoked(req, listener) {
      const { claims } = authenticate(req);
      return (claims && options.revocations?.watch(claims, listener)) ?? (() => undefined);
    },
    currentUser: function currentUser(req, _res, next) {
      const { user } = authenticate(req);
      if (user) req.currentUser = user;
      next();
    },
    requireAuth: function requireAuth(req, _res, next) {
      authenticated(req);
      next();
    },
    requireRole: (role) =>
      function requireRole(req, _res, next) {
        if (!authenticated(req).user.roles.includes(role))
          throw new ForbiddenError(`This needs the role ${role}.`);
        next();
      },
    requireActive: function requireActive(req, _res, next) {
      if (!introspect) throw new ConfigurationError([NOBODY_TO_ASK]);
      const { claims } = authenticated(req);
      introspect(authenticator.tokenOf(req)!, claims).then(
        (active) => next(active ? undefined : new NotAuthorizedError('token_revoked')),
        next,
      );
    },
  };
}

function readKeys({ jwtKey, jwtPublicKey }: AuthenticationOptions): KeySet {
  if (jwtKey === undefined && jwtPublicKey === undefined)
    throw new ConfigurationError(['jwtKey or jwtPublicKey is needed']);
  return joinKeySets([
    ...(jwtKey === undefined ? [] : [read('jwtKey', () => parseKeyRing(jwtKey))]),
    ...(jwtPublicKey === undefined ? [] : [read('jwtPublicKey', () => parsePublicKeys(jwtPublicKey))]),
  ]);
}

function read<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new ConfigurationError([`${option} ${(error as Error).message}`]);
  }
}
