import type { KeyRing } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';

/** s that others may keep the keys. A rotation has to wait that long before a new key signs. */
const MAX_AGE_S = 300;

/** GET /.well-known/jwks.json: the public keys that verify access tokens (RFC 7517, section 5); never a secret. */
export function jwks({ publicJwks }: Pick<KeyRing, 'publicJwks'>): RequestHandler {
  return function jwks(_req, res) {
    res.set('Cache-Control', `public, max-age=${MAX_AGE_S}`).send({ keys: publicJwks });
  };
}
