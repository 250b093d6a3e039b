import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createAuthentication, errorHandler, isUnsafeCrossOrigin } from '../../src/index';
import { isTrustable, isTrustedOrigin, warningsOfOrigins } from '../../src/request/trusted-origins';
import { express } from '../support/express';
import { SECRET } from '../support/tokens';

const TRUSTED = ['https://app.example.com', 'https://*.example.org', 'capacitor://localhost'];

function service(trustedOrigins: readonly string[]) {
  const { cors, requireAuth } = createAuthentication({ jwtKey: SECRET, trustedOrigins });
  const app = express().use(cors);
  app.get('/tickets', requireAuth, (_req, res) => void res.json([]));
  return app.use(errorHandler);
}

const get = (headers: Record<string, string>, trusted = TRUSTED) =>
  request(service(trusted)).get('/tickets').set(headers);

describe('a page of a trusted origin', () => {
  it.each([
    ['https://app.example.com', { 'sec-fetch-site': 'same-site' }, 'true'],
    ['https://a.b.example.org', { 'sec-fetch-site': 'same-site' }, 'true'],
    // A browser that does not say so sends no cookies from another site either.
    ['https://app.example.com', {}, 'true'],
    ['https://app.example.com', { 'sec-fetch-site': 'cross-site' }, undefined],
    ['capacitor://localhost', { 'sec-fetch-site': 'cross-site' }, undefined],
    ['capacitor://localhost', {}, undefined],
  ])('%s %j may read the answer, a refusal too; cookies: %s', async (origin, site, credentials) => {
    const { status, headers } = await get({ origin, ...site });
    expect(status).toBe(401);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-credentials']).toBe(credentials);
    expect(headers['access-control-expose-headers']).toContain('Retry-After');
    expect(headers.vary).toContain('Origin');
  });

  it('is told by a preflight what it may send', async () => {
    const preflight = await request(service(TRUSTED))
      .options('/tickets')
      .set({
        Origin: 'https://app.example.com',
        'Access-Control-Request-Method': 'DELETE',
        'Access-Control-Request-Headers': 'content-type,authorization',
        'Sec-Fetch-Site': 'same-site',
      })
      .expect(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('DELETE'),
      'access-control-allow-headers': 'content-type,authorization',
      'access-control-max-age': '600',
    });
  });
});

it.each([
  'https://evil.example',
  'https://app.example.com.evil.example',
  'https://example.org',
  'https://evil-example.org',
  'https://evil.example/.example.org',
  'https://evil.example#.example.org',
  'https://user@x.example.org',
  'https://x:1.example.org',
  'https://.example.org',
  'https://*.example.org',
  'http://x.example.org',
  'https://x.example.org:8443',
  'https://X.example.org',
  'capacitor://evil',
  'null',
  `https://${'a.'.repeat(200)}example.org`,
])('a page of another origin reads nothing: %s', async (origin) => {
  expect(isTrustedOrigin(origin, TRUSTED)).toBe(false);
  expect(isUnsafeCrossOrigin({ method: 'POST', headers: { origin, host: 'api.example.com' } }, TRUSTED)).toBe(
    true,
  );
  const { headers } = await get({ origin });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(headers.vary).toContain('Origin');
});

it('nothing is said of origins where none is trusted', async () => {
  const { headers } = await get({ origin: 'https://app.example.com' }, []);
  expect([headers.vary, headers['access-control-allow-origin']]).toEqual([undefined, undefined]);
});

describe('an entry of TRUSTED_ORIGINS', () => {
  it.each([
    'https://app.example.com',
    'http://localhost:3000',
    'https://*.example.com',
    'https://*.example.com:8443',
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnop',
    'tauri://localhost',
  ])('%s is one', (entry) => expect(isTrustable(entry)).toBe(true));

  it.each([
    '*',
    'https://*',
    'https://*.com',
    'https://*.*.example.com',
    'https://app.*.com',
    'https://*app.example.com',
    '*://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://App.example.com',
    'https://app.example.com:443',
    'https://user@app.example.com',
    'app.example.com',
    'null',
    'file://',
    'file:///index.html',
    'javascript://x',
    'data://x',
    'capacitor://',
    'capacitor://*',
  ])('%s is none', (entry) => expect(isTrustable(entry)).toBe(false));

  it('is told of at start where it does less than one may think, or more', () => {
    expect(warningsOfOrigins(['https://app.example.com'])).toEqual([]);
    expect(warningsOfOrigins(TRUSTED)).toEqual([
      expect.stringContaining('capacitor://localhost: browsers send no cookies'),
      expect.stringContaining('https://*.example.org: each of these subdomains'),
    ]);
  });
});
