import type { KeyRing } from '@latchkey/common/protocol';
import type { RequestHandler } from 'express';
import type { Endpoint } from '../endpoint';

/** s that others may keep the keys. A rotation has to wait that long before a new key signs. */
const MAX_AGE_S = 300;

/** The public keys that verify access tokens (RFC 7517, section 5); never a secret. */
export const jwks: Endpoint<{ readonly keys: Pick<KeyRing, 'publicJwks'> }> = {
  method: 'get',
  path: '/.well-known/jwks.json',
  summary: 'The public keys of access tokens; empty when these are signed with secrets',
  proof: 'none',
  success: { status: 200, schema: 'Jwks' },
  failures: {},
  handlers: ({ keys }) => [sendJwks(keys)],
};

/** What both ports answer at this path. */
export function sendJwks({ publicJwks }: Pick<KeyRing, 'publicJwks'>): RequestHandler {
  return function jwks(_req, res) {
    res.set('Cache-Control', `public, max-age=${MAX_AGE_S}`).send({ keys: publicJwks });
  };
}
