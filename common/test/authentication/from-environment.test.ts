import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
// Imported without JWT_KEY: had the import looked at the environment, no test here would run.
import {
  close,
  ConfigurationError,
  currentUser,
  errorHandler,
  ready,
  requireAuth,
  requireRole,
} from '../../src/index';
import { sessionCookie } from '../../src/testing';
import { express } from '../support/express';
import { startFeed } from '../support/feed-server';
import { jwksOf } from '../support/jwks-server';
import { ec } from '../support/key-pairs';
import { expectProblem, expectRefused } from '../support/problems';
import { asCookie, OTHER_SECRET, SECRET, token } from '../support/tokens';

const NAMES = [
  'JWT_KEY',
  'JWT_PUBLIC_KEY',
  'JWKS_URL',
  'ISSUER',
  'AUDIENCE',
  'COOKIE_SECURE',
  'COOKIE_DOMAIN',
  'TRUSTED_ORIGINS',
];

const app = express();
app.use(currentUser);
app.all('/me', (req, res) => void res.json({ user: req.currentUser ?? null }));
app.all('/tickets', requireAuth, (_req, res) => void res.end());
app.all('/admin', requireRole('admin'), (_req, res) => void res.end());
app.use(errorHandler);

const get = (path: string, cookie: string) => request(app).get(path).set('Cookie', cookie);

beforeEach(() => {
  for (const name of NAMES) delete process.env[name];
});
afterEach(() => close());

describe('without a usable configuration', () => {
  it('ready rejects, and tells every fault', async () => {
    Object.assign(process.env, { JWT_KEY: 'short', COOKIE_SECURE: 'perhaps' });
    const rejection = expect(ready()).rejects;
    await rejection.toBeInstanceOf(ConfigurationError);
    await expect(ready()).rejects.toThrow(/- JWT_KEY .*\n {2}- COOKIE_SECURE /);
  });

  it('lets nobody in and tells nobody why', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const path of ['/me', '/tickets', '/admin']) {
      const response = await get(path, asCookie(token()));
      expectProblem(response, 500, 'internal_error');
      expect(response.text).not.toContain('JWT_KEY');
    }
    expect(printed).toHaveBeenCalledWith(expect.any(ConfigurationError));
    printed.mockRestore();
  });

  it('is ready once it is mended', async () => {
    await expect(ready()).rejects.toBeInstanceOf(ConfigurationError);
    process.env.JWT_KEY = SECRET;
    await expect(ready()).resolves.toBeUndefined();
  });
});

it('ready warns of a private key, which a service does not need', async () => {
  const { privatePem, publicPem } = ec();
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const warningsWith = async (keys: Record<string, string>) => {
    for (const name of NAMES) delete process.env[name];
    Object.assign(process.env, keys);
    warned.mockClear();
    await ready();
    await close();
    return warned.mock.calls.map(String).filter((warning) => warning.includes('private key'));
  };
  expect(await warningsWith({ JWT_KEY: `${SECRET},${privatePem}` })).toEqual([
    expect.stringMatching(/^JWT_KEY holds a private key.*give it the public half, as JWT_PUBLIC_KEY/),
  ]);
  expect(await warningsWith({ JWT_KEY: SECRET, JWT_PUBLIC_KEY: publicPem })).toEqual([]);
  warned.mockRestore();
});

describe('configured from the environment', () => {
  it('takes a public key in place of the secret', async () => {
    const { privatePem, publicPem } = ec();
    process.env.JWT_KEY = privatePem;
    const cookie = sessionCookie({ id: 'ada' });
    delete process.env.JWT_KEY;
    process.env.JWT_PUBLIC_KEY = publicPem;
    await expect(ready()).resolves.toBeUndefined();
    await get('/tickets', cookie).expect(200);
    // It could not have made the token.
    expect(() => sessionCookie({ id: 'ada' })).toThrow(/call useTestKeyPair/);
  });

  it('takes the keys that are published at JWKS_URL, and is ready when they are there', async () => {
    const { privatePem } = ec();
    const server = await startFeed(jwksOf(privatePem));
    process.env.JWKS_URL = server.url;
    await expect(ready()).resolves.toBeUndefined();
    await server.stop();
    delete process.env.JWKS_URL;
    process.env.JWT_KEY = privatePem;
    await get('/tickets', sessionCookie({ id: 'ada' })).expect(200);
  });

  it('works without ready', async () => {
    process.env.JWT_KEY = SECRET;
    expect((await get('/me', asCookie(token()))).body).toHaveProperty('user.id', 'ada');
    await get('/tickets', asCookie(token())).expect(200);
    expectProblem(await get('/admin', asCookie(token())), 403, 'forbidden');
    await get('/admin', asCookie(token({ roles: ['admin'] }))).expect(200);
  });

  it('obeys every variable', async () => {
    Object.assign(process.env, {
      JWT_KEY: `${OTHER_SECRET},${SECRET}`,
      ISSUER: 'https://auth.example.com',
      AUDIENCE: 'shop',
      COOKIE_DOMAIN: 'example.com',
      TRUSTED_ORIGINS: 'https://app.example.org',
    });
    const jwt = token({ iss: 'https://auth.example.com', aud: 'shop' });
    const cookie = asCookie(jwt, '__Secure-session');
    await get('/tickets', cookie).expect(200);
    expectRefused(await get('/tickets', asCookie(jwt)), 'token_missing');
    for (const change of [{ iss: 'latchkey' }, { aud: 'latchkey' }]) {
      const other = token({ iss: 'https://auth.example.com', aud: 'shop', ...change });
      expectRefused(await get('/tickets', asCookie(other, '__Secure-session')), 'token_invalid');
    }
    const post = (Origin: string) => request(app).post('/tickets').set({ Cookie: cookie, Origin });
    await post('https://app.example.org').expect(200);
    expectRefused(await post('https://evil.example'), 'token_missing');
  });

  it('reads the plain cookie with COOKIE_SECURE=false', async () => {
    Object.assign(process.env, { JWT_KEY: SECRET, COOKIE_SECURE: 'false' });
    await get('/tickets', asCookie(token(), 'session')).expect(200);
    expectRefused(await get('/tickets', asCookie(token())), 'token_missing');
  });

  it('keeps what it read until close, and then reads it again, for every middleware', async () => {
    process.env.JWT_KEY = SECRET;
    const cookie = asCookie(token({ roles: ['admin'] }));
    await get('/admin', cookie).expect(200);
    process.env.JWT_KEY = OTHER_SECRET;
    await get('/admin', cookie).expect(200);
    await get('/tickets', cookie).expect(200);

    await close();
    expectRefused(await get('/admin', cookie), 'token_invalid');
    expectRefused(await get('/tickets', cookie), 'token_invalid');
    expect((await get('/me', cookie)).body).toEqual({ user: null });
  });
});
