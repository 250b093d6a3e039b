import cors from 'cors';
import type { RequestHandler } from 'express';
import { isAppOrigin, isTrustedOrigin } from '../request/trusted-origins';

/** What a page may read beside the body. */
const EXPOSED_HEADERS = ['Retry-After', 'WWW-Authenticate', 'X-Request-Id'];
/** Seconds that a browser may keep the answer to a preflight; Chromium keeps none longer than 7200. */
const MAX_AGE = 600;

/**
 * Makes middleware that lets pages of trusted origins read the answers (CORS). Those of the same site may send cookies, which are
 * SameSite=Lax. Pages of other sites and of apps get answers to requests without cookies.
 * @param trustedOrigins entries of TRUSTED_ORIGINS
 */
export function allowOrigins(trustedOrigins: readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (trustedOrigins.length === 0) return next();
    // The answers differ by it, also to those that are not trusted.
    res.vary('Origin');
    const { origin } = req.headers;
    if (origin === undefined || !isTrustedOrigin(origin, trustedOrigins)) return next();
    const credentials = !isAppOrigin(origin) && req.headers['sec-fetch-site'] !== 'cross-site';
    cors({ origin, credentials, exposedHeaders: EXPOSED_HEADERS, maxAge: MAX_AGE })(req, res, next);
  };
}
