import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseJwks, parseKeyRing } from '../../../src/keys/key-ring';
import { followJwks, type FollowedKeys } from '../../../src/index';
import { endFollowing, serve, warnings } from '../../support/following';
import { json } from '../../support/jwks-server';
import { ec, ed25519, rsa, type Pair } from '../../support/key-pairs';

const [GOOD, OTHER, RSA] = [ec(), ec(), rsa()];
const kidOf = ({ privatePem }: Pair) => parseKeyRing(privatePem).signing.kid;
const publicJwk = ({ publicPem }: Pair) => createPublicKey(publicPem).export({ format: 'jwk' });
const privateJwk = ({ privatePem }: Pair) => createPrivateKey(privatePem).export({ format: 'jwk' });
const secretJwk = { kty: 'oct', k: 'a'.repeat(64), alg: 'HS256', use: 'sig' };

describe('a published key', () => {
  it.each([
    ['what every set of ours has', { use: 'sig', alg: 'ES256', kid: 'any' }],
    ['nothing but the key', {}],
    ['that it verifies', { key_ops: ['verify'] }],
    ['that it verifies, among others', { key_ops: ['encrypt', 'verify'], use: 'sig' }],
  ])('is taken with %s', (_what, members) => {
    const keys = parseJwks({ keys: [{ ...publicJwk(GOOD), ...members }] });
    expect([keys.find(kidOf(GOOD))?.alg, keys.hasPrivateKeys]).toEqual(['ES256', false]);
  });

  it.each<[string, object]>([
    ['is for encryption', { ...publicJwk(OTHER), use: 'enc' }],
    ['is for something that nobody knows', { ...publicJwk(OTHER), use: 'SIG' }],
    ['is for other operations', { ...publicJwk(OTHER), key_ops: ['sign', 'encrypt'] }],
    ['is for no operation', { ...publicJwk(OTHER), key_ops: [] }],
    ['has operations that are no list', { ...publicJwk(OTHER), key_ops: 'verify' }],
    ['is for another curve', { ...publicJwk(OTHER), alg: 'ES384' }],
    ['is for agreeing on keys', { ...publicJwk(OTHER), alg: 'ECDH-ES' }],
    ['is private', privateJwk(OTHER)],
    ['is private and of RSA', privateJwk(RSA)],
    ['is for PS256', { ...publicJwk(RSA), alg: 'PS256' }],
    ['is for encrypting with RSA', { ...publicJwk(RSA), alg: 'RSA-OAEP' }],
    ['is a secret', secretJwk],
    ['is of another curve', publicJwk(ec('P-384'))],
    ['is of another kind', publicJwk(ed25519())],
  ])('is left out when it %s', (_what, jwk) => {
    const keys = parseJwks({ keys: [jwk, publicJwk(GOOD)] });
    expect([...keys.kids]).toEqual([kidOf(GOOD)]);
    expect(() => parseJwks({ keys: [jwk] })).toThrow('there is no public key in it');
  });

  it.each([[null], ['x'], [[]], [7]])('is left out when it is no key at all: %j', (jwk) => {
    expect([...parseJwks({ keys: [jwk, publicJwk(GOOD)] }).kids]).toEqual([kidOf(GOOD)]);
  });
});

describe('a set with a private key or a secret in it', () => {
  let keys: FollowedKeys;
  afterEach(async () => {
    await keys.close();
    await endFollowing();
  });

  it.each([
    ['private key', privateJwk(OTHER)],
    ['secret', secretJwk],
  ])('is warned of, once, without the %s', async (_what, jwk) => {
    const told = warnings();
    keys = followJwks({ url: (await serve(json({ keys: [publicJwk(GOOD), jwk] }))).url });
    await keys.ready();
    expect(told).toEqual([expect.stringMatching(/^JWKS_URL publishes a private key or a secret.*rotate/)]);
    expect(told.join()).not.toContain(String((jwk as { d?: string; k?: string }).d ?? secretJwk.k));
    expect([keys.find(kidOf(GOOD)), keys.find(kidOf(OTHER))]).toEqual([expect.anything(), undefined]);
  });
});
