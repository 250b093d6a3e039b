import type { Request, RequestHandler } from 'express';
import type { AuthenticationOptions } from './authentication-options';
import type { Authentication } from './authentication';
import type { Authenticator } from './authenticator';
import { checkVerifiedEmail, createRoleCheck, createStepUpCheck, type StepUpOptions } from './claim-checks';
import { ConfigurationError } from '../config/configuration-error';
import { after, isPromise, type Eventually } from '../async/eventually';
import type { CurrentUser } from '../current-user';
import { goOn } from './go-on';
import { NotAuthorizedError } from '../errors/not-authorized-error';
import { createIntrospection } from '../introspection/introspection';
import { allowOrigins } from '../middleware/allow-origins';
import { requestIdOf } from '../request/request-id';
import type { RequestLike } from '../request/request-like';
import type { Revocations } from '../revocations/revocations';
import { toVerifiedToken, type VerifiedToken } from '../token/verified-tokens';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Express is extended by merging into this namespace
  namespace Express {
    interface Request {
      currentUser?: CurrentUser;
    }
  }
}

/** The middlewares and hooks of one configuration, as `createAuthentication` makes them. */
export interface AuthenticationMiddleware {
  /** Lets pages of `trustedOrigins` read the answers (CORS); goes before the routes. */
  readonly cors: RequestHandler;
  /** Sets `req.currentUser` when the request is authenticated; never refuses. */
  readonly currentUser: RequestHandler;
  /** Responds 401 with `token_missing`, `token_expired`, `token_revoked` or `token_invalid` if not authenticated. */
  readonly requireAuth: RequestHandler;
  /**
   * Refuses as `requireAuth` does, and with 403 `forbidden` if the user does not have the role. While roles are withheld until a
   * second factor is proven, it is 401 `insufficient_user_authentication`.
   */
  readonly requireRole: (role: string) => RequestHandler;
  /**
   * Refuses as `requireAuth` does, and with 401 `insufficient_user_authentication` if the user has not proven who they are as
   * lately, or with a second factor. It asks nobody.
   */
  readonly requireStepUp: (options: StepUpOptions) => RequestHandler;
  /** Refuses as `requireAuth` does, and with 403 `email_not_verified` if the email is not verified. */
  readonly requireVerifiedEmail: RequestHandler;
  /**
   * Refuses as `requireAuth` does, and then asks the auth service about the token. On this route a ban takes effect at once,
   * and without the auth service it responds 503. What comes after it, such as `requireRole` and `requireStepUp`, judges the
   * account and the session as they are now. It needs the option `introspection`.
   */
  readonly requireActive: RequestHandler;
  /** Judges the credentials of a request, once a request. */
  readonly authenticate: (req: RequestLike) => Promise<Authentication>;
  /**
   * Calls `listener` once when the access token of a request is revoked, also if it was revoked since the request was
   * accepted: for what outlives the request, such as a stream or a websocket. An expiry does not call it.
   * @returns a function that ends the watch; call it when the stream closes
   */
  readonly onRevoked: (req: RequestLike, listener: () => void) => () => void;
}

const NOBODY_TO_ASK =
  'requireActive has no auth service to ask; set INTROSPECTION_URL and INTERNAL_TOKEN, or the option introspection';

/** Makes the middleware of an authenticator. */
export function createMiddleware(
  authenticator: Authenticator,
  options: AuthenticationOptions,
): AuthenticationMiddleware {
  const introspect = options.introspection && createIntrospection(options.introspection);
  const judged = Symbol('authentication');

  function judge(req: RequestLike & { [judged]?: Eventually<Authentication> }): Eventually<Authentication> {
    return (req[judged] ??= after(authenticator.authenticate(req), (it) => (req[judged] = it)));
  }

  /** What comes next judges by this, and not by the token as it was made. */
  function remember(req: Request & { [judged]?: Eventually<Authentication> }, token: VerifiedToken): void {
    req[judged] = token;
    req.currentUser = token.user;
  }

  /** The user who makes the request; requireAuth works without currentUser before it. */
  function requireSomebody(req: Request): Eventually<VerifiedToken> {
    return after(judge(req), (authentication) => {
      if (!authentication.user) throw new NotAuthorizedError(authentication.failure);
      req.currentUser = authentication.user;
      return authentication;
    });
  }

  /** Lets the request go on when its token passes a check. */
  const requiring = (check: (token: VerifiedToken) => void): RequestHandler =>
    function requireChecked(req, _res, next) {
      goOn(() => after(requireSomebody(req), check), next);
    };

  return {
    cors: allowOrigins(options.trustedOrigins ?? []),
    authenticate: async (req) => judge(req),
    onRevoked: (req, listener) => watch(judge(req), options.revocations, listener),
    currentUser: function currentUser(req, _res, next) {
      const identify = () =>
        after(judge(req), ({ user }) => {
          if (user) req.currentUser = user;
        });
      goOn(identify, next);
    },
    requireAuth: function requireAuth(req, _res, next) {
      goOn(() => requireSomebody(req), next);
    },
    requireRole: (role) => requiring(createRoleCheck(role)),
    requireStepUp: (options) => requiring(createStepUpCheck(options)),
    requireVerifiedEmail: requiring(checkVerifiedEmail),
    requireActive: function requireActive(req, _res, next) {
      const ask = () => {
        if (!introspect) throw new ConfigurationError([NOBODY_TO_ASK]);
        return after(requireSomebody(req), async ({ claims }) => {
          const token = await authenticator.tokenOf(req, claims);
          const now = token === undefined ? undefined : await introspect(token, claims, requestIdOf(req));
          if (!now) throw new NotAuthorizedError('token_revoked');
          remember(req, toVerifiedToken(now));
        });
      };
      goOn(ask, next);
    },
  };
}

/** Watches the token of a request once it is judged. */
function watch(
  judging: Eventually<Authentication>,
  revocations: Revocations | undefined,
  listener: () => void,
): () => void {
  let isOver = false;
  let endWatch: (() => void) | undefined;
  const watching = after(judging, ({ claims }) => {
    if (claims && !isOver) endWatch = revocations?.watch(claims, listener);
  });
  // A request that could not be judged is not let in.
  if (isPromise(watching)) watching.catch(() => undefined);
  return () => {
    isOver = true;
    endWatch?.();
  };
}
