import { createHash, timingSafeEqual } from 'node:crypto';
import { readBearer } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';
import { InvalidClientError } from '../../errors';

/**
 * Lets only services in.
 * @param credential what they send as bearer token
 * @throws InvalidClientError (401 `invalid_client`)
 */
export function requireCredential(credential: string): RequestHandler {
  const expected = digest(credential);
  return (req, _res, next) => {
    const given = readBearer(req.headers.authorization) ?? '';
    // Of hashes, since the comparison takes only what is of the same length.
    if (!timingSafeEqual(digest(given), expected)) throw new InvalidClientError();
    next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
