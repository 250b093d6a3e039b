import type { RequestHandler } from 'express';
import type { RequestLike } from '../request/request-like';
import type { Authentication } from './authentication';
import type { AuthenticationMiddleware } from './authentication-middleware';
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
 * Refuses as `requireAuth` does, and with 403 `forbidden` if the user does not have the role.
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
 * Refuses as `requireAuth` does, and then asks the auth service about the token, at INTROSPECTION_URL with
 * INTERNAL_TOKEN: 401 `token_revoked` if the token is no longer active, 503 without an answer in 2 s.
 * @example
 * ```ts
 * import { requireActive } from '@latchkey/common';
 *
 * app.post('/api/payouts', requireActive, (req, res) => void res.sendStatus(202));
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
