import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseKeyRing } from '../src/config/key-ring';
import request from 'supertest';
import { asBearer, asCookie } from './support/tokens';
import { expectRefused } from './support/problems';
import { ticketService } from './support/service';

/** Shared with the programs in other languages. */
interface Vectors {
  readonly issuer: string;
  readonly audience: string;
  readonly cookieName: string;
  readonly secrets: readonly string[];
  readonly jwks: { readonly keys: readonly (JsonWebKey & { kid: string; alg: string })[] };
  readonly cookieKey: string;
  readonly user: { readonly id: string; readonly roles: readonly string[] };
  readonly vectors: readonly {
    readonly name: string;
    readonly jwt?: string;
    readonly cookie?: string;
    readonly verdict: 'ok' | 'token_missing' | 'token_expired' | 'token_invalid';
  }[];
}

const file = join(__dirname, '../../interop/vectors.json');
const { issuer, audience, cookieName, secrets, jwks, cookieKey, user, vectors } = JSON.parse(
  readFileSync(file, 'utf8'),
) as Vectors;

const pems = jwks.keys.map((key) =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString(),
);
const { app } = ticketService({
  jwtKey: secrets.join(','),
  jwtPublicKey: pems.join(','),
  cookieKey,
  issuer,
  audience,
});

describe('a token that other languages judge, too', () => {
  it.each(vectors)('$name: $verdict', async ({ jwt, cookie, verdict }) => {
    const sent = cookie ?? (jwt === undefined ? '' : asCookie(jwt, cookieName));
    const response = await request(app).get('/tickets').set('Cookie', sent);
    if (verdict !== 'ok') return expectRefused(response, verdict);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ user });
  });

  it.each(vectors.filter(({ jwt, name }) => jwt && !name.startsWith('encrypted') && !/[\s]$/.test(jwt)))(
    'as a bearer token, $name: $verdict',
    async ({ jwt, verdict }) => {
      const response = await request(app).get('/tickets').set('Authorization', asBearer(jwt!));
      if (verdict === 'ok') expect(response.status).toBe(200);
      else expectRefused(response, verdict);
    },
  );

  it('names its key as the library does', () => {
    for (const secret of secrets)
      expect(
        vectors.some(({ jwt = '' }) => jwt.startsWith(header('HS256', parseKeyRing(secret).signing.kid))),
      ).toBe(true);
    for (const { kid, alg } of jwks.keys)
      expect(vectors.some(({ jwt = '' }) => jwt.startsWith(header(alg, kid)))).toBe(true);
  });
});

function header(alg: string, kid: string): string {
  return Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid })).toString('base64url');
}
