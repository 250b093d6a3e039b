import { requireProof, type AccountProof } from '../../authentication/account-proof';
import type { Handler } from '../endpoint';

/**
 * Comes before everything else that an account route does, so that an access token alone gets nothing but 401: neither what is
 * wrong with a field, nor whether the role is missing.
 */
export function requireAccountProof(parts: AccountProof): Handler {
  return async function requireAccountProof(req, _res, next) {
    await requireProof(parts, req);
    next();
  };
}
