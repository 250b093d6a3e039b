import { createCipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { parseEncryptionKeys } from '../../src/keys/key-ring';
import { createAuthentication, ConfigurationError, type AuthenticationOptions } from '../../src/index';
import { createTokenEncryption } from '../../src/token/token-encryption';
import { stopDate, passSeconds } from '../support/clock';
import { incoming } from '../support/incoming';
import { expectRefused } from '../support/problems';
import { ticketService } from '../support/service';
import { asBearer, asCookie, base64url, OTHER_SECRET, SECRET, token } from '../support/tokens';

const [KEY, OTHER_KEY] = [randomBytes(32), randomBytes(32)].map((bytes) => bytes.toString('base64')) as [
  string,
  string,
];

const encrypted = (jwt: string, cookieKey = KEY) =>
  createTokenEncryption(parseEncryptionKeys(cookieKey)).encrypt(jwt);

const get = (cookie: string, options: Partial<AuthenticationOptions> = { cookieKey: KEY }) =>
  request(ticketService(options).app).get('/tickets').set('Cookie', cookie);

/** A JWE by Node's own cipher, so that any can be forged. */
function jwe(header: object, key: Buffer, plaintext: string | Buffer): string {
  const iv = randomBytes(12);
  const aad = base64url(JSON.stringify(header));
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [aad, '', ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

const kid = parseEncryptionKeys(KEY)[0].kid;
const HEADER = { alg: 'dir', enc: 'A256GCM', kid };
const GOOD_HEADER = { ...HEADER, cty: 'JWT' };

afterEach(() => void jest.useRealTimers());

describe('an encrypted token in the cookie', () => {
  it('tells nothing, and lets its owner in', async () => {
    const jwt = token();
    const sealed = await encrypted(jwt);
    const [header] = sealed.split('.');
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toEqual({ ...HEADER, cty: 'JWT' });
    const tellsWho = (text: string) =>
      text.split('.').some((part) => Buffer.from(part, 'base64url').includes('ada@example.com'));
    expect([tellsWho(jwt), tellsWho(sealed)]).toEqual([true, false]);
    expect((await get(asCookie(sealed)).expect(200)).body).toHaveProperty('user.id', 'ada');
    await get(asCookie(jwe(GOOD_HEADER, Buffer.from(KEY, 'base64'), jwt))).expect(200);
  });

  it('is another one each time', async () => {
    const jwt = token();
    expect(await encrypted(jwt)).not.toBe(await encrypted(jwt));
  });

  it('stays as good as the token in it: expiry, revocation, signature', async () => {
    stopDate();
    const sealed = asCookie(await encrypted(token()));
    const { app } = ticketService({ cookieKey: KEY });
    const again = () => request(app).get('/tickets').set('Cookie', sealed);
    await again().expect(200);
    passSeconds(906);
    expectRefused(await again(), 'token_expired');
    expectRefused(await get(asCookie(await encrypted(token({}, {}, OTHER_SECRET)))), 'token_invalid');
    const revocations = { isRevoked: () => true, watch: () => () => undefined };
    expectRefused(
      await get(asCookie(await encrypted(token())), { cookieKey: KEY, revocations }),
      'token_revoked',
    );
  });

  it('is decrypted once', async () => {
    const { authenticate } = createAuthentication({ jwtKey: SECRET, cookieKey: KEY });
    const cookie = asCookie(await encrypted(token()));
    const first = await authenticate(incoming({ cookie }));
    expect((await authenticate(incoming({ cookie }))).user).toBe(first.user);
  });

  it('may be one of another key of the ring, and of no other', async () => {
    for (const cookieKey of [`${OTHER_KEY},${KEY}`, `${KEY},\n${OTHER_KEY}`])
      await get(asCookie(await encrypted(token(), OTHER_KEY)), { cookieKey }).expect(200);
    expectRefused(await get(asCookie(await encrypted(token(), OTHER_KEY))), 'token_invalid');
    expectRefused(await get(asCookie(await encrypted(token())), {}), 'token_invalid');
  });

  it('is one that a key decrypts which encrypts nothing yet', async () => {
    const cookieKey = `decrypt:${OTHER_KEY}`;
    await get(asCookie(await encrypted(token(), OTHER_KEY)), { cookieKey }).expect(200);
    expectRefused(await get(asCookie(await encrypted(token())), { cookieKey }), 'token_invalid');
    expect(await encrypted('a.b.c', cookieKey)).toBe('a.b.c');
    const sealed = await encrypted(token(), `${cookieKey}, ${KEY}`);
    await get(asCookie(sealed)).expect(200);
    expectRefused(await get(asCookie(sealed), { cookieKey }), 'token_invalid');
  });

  it('is not needed: one that is only signed is taken, so that services can have the key before auth', async () => {
    await get(asCookie(token())).expect(200);
    expectRefused(await get(asCookie(token({}, {}, OTHER_SECRET))), 'token_invalid');
  });

  it('is nothing for a bearer token', async () => {
    const { app } = ticketService({ cookieKey: KEY });
    const bearer = (jwt: string) => request(app).get('/tickets').set('Authorization', asBearer(jwt));
    await bearer(token()).expect(200);
    expectRefused(await bearer(await encrypted(token())), 'token_invalid');
  });

  const key = Buffer.from(KEY, 'base64');
  const forged: Record<string, () => Promise<string> | string> = {
    'a changed byte': async () =>
      (await encrypted(token())).replace(/\.(.)(?=[^.]+\.[^.]+$)/, (_, c) => (c === 'A' ? '.B' : '.A')),
    'a changed header': async () =>
      (await encrypted(token())).replace(/^[^.]+/, base64url(JSON.stringify(GOOD_HEADER))),
    'no tag': async () => (await encrypted(token())).replace(/[^.]+$/, ''),
    'a short tag': async () => (await encrypted(token())).slice(0, -8),
    'no kid': () => jwe({ ...GOOD_HEADER, kid: undefined }, key, token()),
    'another enc': () => jwe({ ...GOOD_HEADER, enc: 'A128GCM' }, key, token()),
    'another alg': () => jwe({ ...GOOD_HEADER, alg: 'A256KW' }, key, token()),
    'an extension that must be understood': () => jwe({ ...GOOD_HEADER, crit: ['x'], x: 1 }, key, token()),
    'no cty': () => jwe(HEADER, key, token()),
    'another cty': () => jwe({ ...HEADER, cty: 'JOSE' }, key, token()),
    'a compressed token': () => jwe({ ...GOOD_HEADER, zip: 'DEF' }, key, deflateRawSync(token())),
    'a token that is said to be compressed': () => jwe({ ...GOOD_HEADER, zip: 'DEF' }, key, token()),
    'a JWE in a JWE': async () => jwe(GOOD_HEADER, key, await encrypted(token())),
    'no token in it': () => jwe(GOOD_HEADER, key, '{"sub":"ada"}'),
    'five empty parts': () => '....',
    'a header that is no JSON': () => 'x.x.x.x.x',
  };
  it.each(Object.entries(forged))('is refused with %s', async (_what, make) => {
    expectRefused(await get(asCookie(await make())), 'token_invalid');
  });
});

it.each([
  ['too few bytes', randomBytes(31).toString('base64')],
  ['too many bytes', randomBytes(33).toString('base64')],
  ['no base64', 'hunter2'.repeat(7)],
  ['nothing', ' , '],
  ['a bad one behind a good one', `${KEY},hunter2`],
  ['a bad one that is to decrypt only', 'decrypt:hunter2'],
  ['nothing to decrypt with', 'decrypt:'],
])('a COOKIE_KEY with %s is refused without repeating it', (_what, cookieKey) => {
  const make = () => createAuthentication({ jwtKey: SECRET, cookieKey });
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow('openssl rand -base64 32');
  expect(make).not.toThrow(/hunter2/);
});
