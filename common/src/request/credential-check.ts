import { createHash, timingSafeEqual } from 'crypto';
import { InvalidClientError } from '../errors/invalid-client-error';
import { readBearer } from './bearer';
import type { NodeRequest } from './request-like';

/**
 * Makes the check that lets only services in.
 * @param credential what they send as bearer token
 * @returns a function that throws InvalidClientError (401 `invalid_client`) for a request without it
 */
export function createCredentialCheck(credential: string): (req: NodeRequest) => void {
  const expected = digest(credential);
  return function checkCredential({ headers }) {
    const given = readBearer(headers.authorization) ?? '';
    // Of hashes, since the comparison takes only what is of the same length.
    if (!timingSafeEqual(digest(given), expected)) throw new InvalidClientError();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
