import { ForbiddenError, isUnsafeCrossOrigin } from '@latchkey/common';
import type { RequestHandler } from 'express';

/**
 * Refuses unsafe requests from pages of other origins with 403 `cross_origin`, with or without cookies: a page must
 * not sign people in to an account of its choice either (OWASP CSRF prevention, login CSRF).
 */
export function refuseCrossOrigin(trustedOrigins: readonly string[]): RequestHandler {
  return (req, _res, next) => {
    if (isUnsafeCrossOrigin(req, trustedOrigins)) {
      throw new ForbiddenError(
        'This request comes from a page of another origin. Send it from the same one, or add that origin to TRUSTED_ORIGINS.',
        'cross_origin',
      );
    }
    next();
  };
}
