import type { RequestHandler } from 'express';
import type { RequestLike } from '../request/request-like';
import type { Authentication } from './authentication';
import type { AuthenticationMiddleware } from './authentication-middleware';
import { createStepUpCheck, type StepUpOptions } from './claim-checks';
import { fromEnvironment } from './from-environment';

/**
 * Judges the credentials of a request outside of Express, such as one that opens a websocket.
 * @returns the user and the claims of the token, or why the request is unauthenticated
 * @example
 * ```ts
 * import { authenticate } from '@latchkey/common';
 *
 * const { user, failure } = await authenticate(req);
 * console.log(user ? user.email : failure);
 * ```
 * @throws UnavailableError (503) when the token cannot be judged now
 */
export async function authenticate(req: RequestLike): Promise<Authentication> {
  return fromEnvironment().authentication.authenticate(req);
}

/**
 * Lets pages of TRUSTED_ORIGINS read the answers (CORS); goes before the routes.
 * @example
 * ```ts
 * import { cors } from '@latchkey/common';
 *
 * app.use(cors);
 * ```
 */
export const cors = lazily((authentication) => authentication.cors);

/**
 * Sets `req.currentUser` when the request is authenticated; never refuses.
 * @example
 * ```ts
 * import { currentUser } from '@latchkey/common';
 *
 * app.use(currentUser);
 * app.get('/', (req, res) => void res.send(req.currentUser?.email ?? 'signed out'));
 * ```
 */
export const currentUser = lazily((authentication) => authentication.currentUser);

/**
 * Responds 401 with `token_missing`, `token_expired`, `token_revoked` or `token_invalid` if the request is not
 * authenticated. It works without `currentUser` before it.
 * @example
 * ```ts
 * import { requireAuth } from '@latchkey/common';
 *
 * app.get('/api/me', requireAuth, (req, res) => void res.send(req.currentUser));
 * ```
 */
export const requireAuth = lazily((authentication) => authentication.requireAuth);

/**
 * Refuses as `requireAuth` does, and with 403 `forbidden` if the user does not have the role. While the auth service withholds
 * roles until a second factor is proven (`MFA_ROLES`), it is 401 `insufficient_user_authentication` with `acr_values="aal2"`.
 * @example
 * ```ts
 * import { requireRole } from '@latchkey/common';
 *
 * app.post('/api/coupons', requireRole('admin'), (req, res) => void res.sendStatus(201));
 * ```
 */
export function requireRole(role: string): RequestHandler {
  return lazily((authentication) => authentication.requireRole(role));
}

/**
 * Refuses as `requireAuth` does, and with 401 `insufficient_user_authentication` (RFC 9470) if the user has not proven who they
 * are within `maxAge`, or not with a second factor where `acr` is `aal2`. It asks nobody: the access token says so. One of an
 * older auth service does not, and counts as `aal1` and never fresh.
 * @example
 * ```ts
 * import { requireStepUp } from '@latchkey/common';
 *
 * app.post('/api/payouts', requireStepUp({ maxAge: '10m' }), (req, res) => void res.sendStatus(202));
 * ```
 * @throws ConfigurationError when the options ask for nothing, or `maxAge` is no duration
 */
export function requireStepUp(options: StepUpOptions): RequestHandler {
  // A wrong option is told where it was written, and not at the first request.
  createStepUpCheck(options);
  const made = new WeakMap<AuthenticationMiddleware, RequestHandler>();
  return lazily((authentication) => {
    const known = made.get(authentication) ?? authentication.requireStepUp(options);
    made.set(authentication, known);
    return known;
  });
}

/**
 * Refuses as `requireAuth` does, and with 403 `email_not_verified` if the user has not proven that the email is theirs. For the
 * token of an older auth service, which does not say, it is 401 `token_expired`, so that clients refresh.
 * @example
 * ```ts
 * import { requireVerifiedEmail } from '@latchkey/common';
 *
 * app.post('/api/reviews', requireVerifiedEmail, (req, res) => void res.sendStatus(201));
 * ```
 */
export const requireVerifiedEmail = lazily((authentication) => authentication.requireVerifiedEmail);

/**
 * Refuses as `requireAuth` does, and then asks the auth service about the token, at INTROSPECTION_URL with
 * INTERNAL_TOKEN: 401 `token_revoked` if the token is no longer active, 503 without an answer in 2 s. What comes after it judges
 * the account and the session as they are now, and not as the token has them.
 * @example
 * ```ts
 * import { requireActive, requireStepUp } from '@latchkey/common';
 *
 * app.post('/api/payouts', requireActive, requireStepUp({ maxAge: '10m' }), (req, res) => void res.sendStatus(202));
 * ```
 */
export const requireActive = lazily((authentication) => authentication.requireActive);

/**
 * Calls `listener` once when the access token of a request is revoked: for what outlives the request.
 * @returns a function that ends the watch; call it when the stream or websocket closes
 * @example
 * ```ts
 * import { onRevoked, requireAuth } from '@latchkey/common';
 *
 * app.get('/api/news', requireAuth, (req, res) => {
 *   const stop = onRevoked(req, () => res.end());
 *   res.once('close', stop);
 * });
 * ```
 */
export function onRevoked(req: RequestLike, listener: () => void): () => void {
  return fromEnvironment().authentication.onRevoked(req, listener);
}

/** Middleware that is made at the first request. A bad configuration goes to `next`, as every fault of a middleware does. */
function lazily(choose: (authentication: AuthenticationMiddleware) => RequestHandler): RequestHandler {
  return (req, res, next) => {
    let handle: RequestHandler;
    try {
      handle = choose(fromEnvironment().authentication);
    } catch (error) {
      return next(error);
    }
    return handle(req, res, next);
  };
}
