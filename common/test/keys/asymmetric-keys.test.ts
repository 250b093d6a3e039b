import { createHmac, createPublicKey, createSign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { parseKeyRing, parsePublicKeys } from '../../src/keys/key-ring';
import { createAuthentication, ConfigurationError, type AuthenticationOptions } from '../../src/index';
import { ec, ed25519, rsa, tokenBy, type Pair } from '../support/key-pairs';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, base64url, claimsSet, OTHER_SECRET, SECRET } from '../support/tokens';

const PAIRS: Record<'ES256' | 'RS256', Pair> = { ES256: ec(), RS256: rsa() };
const BOTH = Object.entries(PAIRS);

const get = (options: Partial<AuthenticationOptions>, token: string) =>
  request(ticketService({ jwtKey: undefined, ...options }).app)
    .get('/tickets')
    .set('Authorization', asBearer(token));

const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { alg: string; kid: string };

describe.each(BOTH)('a key for %s', (alg, { privatePem, publicPem }) => {
  it('signs tokens that say so, which services with the public key alone take', async () => {
    const token = tokenBy(privatePem);
    expect(headerOf(token)).toMatchObject({ alg, typ: 'at+jwt' });
    await get({ jwtPublicKey: publicPem }, token).expect(200);
    await get({ jwtKey: privatePem }, token).expect(200);
    await get({ jwtKey: SECRET, jwtPublicKey: publicPem }, token).expect(200);
  });

  it('is named by its thumbprint, the same for both halves', () => {
    const { kid } = parseKeyRing(privatePem).signing;
    expect(parsePublicKeys(publicPem).find(kid)?.alg).toBe(alg);
    expect(kid).toMatch(/^[\w-]{43}$/);
  });

  it('is one of a ring with secrets, in any order', async () => {
    const rings = [`${SECRET},${privatePem}`, `${privatePem},\n${SECRET}`];
    for (const ring of rings) {
      await get({ jwtKey: ring }, tokenBy(SECRET)).expect(200);
      await get({ jwtKey: ring }, tokenBy(privatePem)).expect(200);
    }
  });

  it('gives nothing but its public half away', () => {
    const { publicJwks } = parseKeyRing(`${SECRET},${privatePem},${OTHER_SECRET}`);
    expect(publicJwks).toHaveLength(1);
    const { kid, ...jwk } = publicJwks[0] as { kid: string };
    expect(Object.keys(jwk).sort()).toEqual(
      alg === 'ES256' ? ['alg', 'crv', 'kty', 'use', 'x', 'y'] : ['alg', 'e', 'kty', 'n', 'use'],
    );
    expect(parsePublicKeys(publicPem).find(kid)?.key.equals(createPublicKey(publicPem))).toBe(true);
  });

  it('does not let the public key sign as if it were a secret', async () => {
    const { kid } = headerOf(tokenBy(privatePem));
    const input = `${base64url(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid }))}.${base64url(JSON.stringify(claimsSet()))}`;
    for (const secret of [
      publicPem,
      publicPem.trim(),
      createPublicKey(publicPem).export({ type: 'spki', format: 'der' }),
    ]) {
      const forged = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      for (const options of [{ jwtPublicKey: publicPem }, { jwtKey: `${SECRET},${privatePem}` }])
        expectRefused(await get(options, forged), 'token_invalid');
    }
  });

  it.each(['none', 'HS256', 'ES256', 'RS256', 'PS256', 'ES384', 'RS512'])(
    'takes no token that says %s instead',
    async (other) => {
      if (other === alg) return get({ jwtPublicKey: publicPem }, tokenBy(privatePem)).expect(200);
      const [header, payload, signature] = tokenBy(privatePem).split('.');
      const changed = { ...(JSON.parse(Buffer.from(header!, 'base64url').toString()) as object), alg: other };
      const input = `${base64url(JSON.stringify(changed))}.${payload}`;
      const signed = createSign('sha256')
        .update(input)
        .sign({ key: privatePem, dsaEncoding: 'ieee-p1363' }, 'base64url');
      for (const last of [signature, signed, '']) {
        expectRefused(
          await get({ jwtPublicKey: publicPem, jwtKey: SECRET }, `${input}.${last}`),
          'token_invalid',
        );
      }
    },
  );
});

it('a key id is that of RFC 7638, section 3.1', () => {
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
  const pem = createPublicKey({ key: { kty: 'RSA', e: 'AQAB', n }, format: 'jwk' });
  const keys = parsePublicKeys(pem.export({ type: 'spki', format: 'pem' }).toString());
  expect(keys.find('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')).toBeDefined();
});

describe('keys that are refused', () => {
  it.each([
    ['RSA of 1024 bits', rsa(1024), /key 2 of .*RSA of 1024 bits.*2048 bits or more/],
    ['another curve', ec('P-384'), /secp384r1.*P-256/],
    ['another kind', ed25519(), /ed25519.*P-256/],
  ])('%s, in either place', (_what, { privatePem, publicPem }, message) => {
    expect(() => parseKeyRing(`${SECRET},${privatePem}`)).toThrow(message);
    expect(() => parsePublicKeys(`${PAIRS.ES256.publicPem},${publicPem}`)).toThrow(message);
    expect(() => parseKeyRing(`${SECRET},${privatePem}`)).toThrow('openssl genpkey');
  });

  it('a public key where the private one is needed, and the other way round', () => {
    expect(() => parseKeyRing(PAIRS.ES256.publicPem)).toThrow(
      /is a public key, and the private one is needed/,
    );
    expect(() => parsePublicKeys(PAIRS.ES256.privatePem)).toThrow(/is a private key/);
    expect(() => parsePublicKeys(SECRET)).toThrow(/is no public key/);
    expect(() => parsePublicKeys(' , ')).toThrow('holds no key');
  });

  it('a PEM that is damaged, without repeating it', () => {
    const damaged = PAIRS.ES256.privatePem.replace(/\n.{20}/, '\n');
    expect(() => parseKeyRing(damaged)).toThrow(/cannot be read/);
    expect(() => parseKeyRing(damaged)).not.toThrow(/MIGH|[A-Za-z0-9+/]{30}/);
  });

  it('none at all', () => {
    expect(() => createAuthentication({})).toThrow(ConfigurationError);
    expect(() => createAuthentication({ jwtPublicKey: 'hunter2' })).toThrow(/^(?!.*hunter2).*jwtPublicKey/s);
  });
});
