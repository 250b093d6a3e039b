import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from './support/auth-service';
import { MINUTE, SECOND, restartClock, stopClock } from './support/clock';
import { send, signUpDevice, type Owner } from './support/devices';
import { changeUser } from './support/documents';
import { expectProblem } from './support/problems';
import { accessTokenIn } from './support/tokens';

const TRUSTED = 'https://app.example.com';
const HOST = 'shop.example.com';
const SAME = `https://${HOST}`;
const EVIL = 'https://evil.example.net';

type Headers = Record<string, string>;

let auth: TestAuth;
let owner: Owner;

beforeAll(async () => {
  auth = await startAuth({ TRUSTED_ORIGINS: TRUSTED });
  owner = await signUpDevice(auth);
});
afterEach(restartClock);
afterAll(() => auth.stop());

const cookie = ({ session }: Owner) => ({ Cookie: `session=${session}` });
const bearer = ({ session }: Owner) => ({ Authorization: `Bearer ${accessTokenIn(session)}` });

/** What each proxy asks about a request to HOST. Traefik and nginx pass on what the client sent, but for what they set. */
const PROXIES = {
  Traefik: (method: string, headers: Headers) =>
    auth
      .internal()
      .get('/verify')
      .set({
        ...headers,
        Host: 'auth-srv:3001',
        'X-Forwarded-Uri': '/cart?x=1',
        'X-Forwarded-Proto': 'https',
      })
      .set({ 'X-Forwarded-Method': method, 'X-Forwarded-Host': HOST }),
  nginx: (method: string, headers: Headers) =>
    auth
      .internal()
      .get('/verify')
      .set({ ...headers, Host: 'auth-srv:3001' })
      .set({ 'X-Original-Method': method, 'X-Forwarded-Host': HOST }),
  Envoy: (method: string, headers: Headers) =>
    auth
      .internal()
      [method.toLowerCase() as 'get']('/verify/cart?x=1')
      .set({ ...headers, Host: HOST }),
};

const asks = Object.entries(PROXIES);

function expectIs(response: Response, { id, email }: Owner, roles = ''): void {
  expect(response.status).toBe(200);
  expect(response.headers).toMatchObject({
    'x-user-id': id,
    'x-user-email': encodeURIComponent(email),
    'x-user-roles': roles,
    'cache-control': 'no-store',
  });
  expect(response.text ?? '').toBe('');
}

function expectNobody(response: Response, code: string): void {
  expectProblem(response, 401, code);
  expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="latchkey"/);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(Object.keys(response.headers).filter((name) => name.startsWith('x-user'))).toEqual([]);
}

describe.each(asks)('asked by %s', (_proxy, ask) => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'tells who a %s of the cookie or the bearer token is from',
    async (method) => {
      expectIs(await ask(method, { ...cookie(owner), Origin: SAME }), owner);
      expectIs(await ask(method, bearer(owner)), owner);
    },
  );

  it('tells nobody apart as the library does', async () => {
    expectNobody(await ask('GET', {}), 'token_missing');
    expectNobody(await ask('GET', { Cookie: 'session=garbage' }), 'token_invalid');
    expectNobody(await ask('GET', { ...cookie(owner), Authorization: 'Bearer garbage' }), 'token_invalid');
    const clock = stopClock();
    const late = await signUpDevice(auth);
    clock.pass(15 * MINUTE + 5 * SECOND);
    expectNobody(await ask('GET', cookie(late)), 'token_expired');
  });

  it('refuses at once who signed out, and who was banned, however that came into the database', async () => {
    const [leaving, banned] = [await signUpDevice(auth), await signUpDevice(auth)];
    expectIs(await ask('GET', cookie(banned)), banned);
    await send(auth, 'post', 'signout', leaving).expect(200);
    await changeUser(auth, banned.email, { ban: {} });
    expectNobody(await ask('GET', cookie(leaving)), 'token_revoked');
    expectNobody(await ask('GET', bearer(banned)), 'token_revoked');
  });

  it('reads no cookie of an unsafe request from another origin', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: EVIL },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: EVIL },
      { Origin: 'null' },
      { Origin: 'http://auth-srv:3001' },
    ]) {
      expectNobody(await ask('POST', { ...cookie(owner), ...headers }), 'token_missing');
      expectIs(await ask('GET', { ...cookie(owner), ...headers }), owner);
      expectIs(await ask('POST', { ...bearer(owner), ...headers }), owner);
    }
  });

  it('reads it from the same origin, a trusted one, and what is no browser', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: TRUSTED },
      { Origin: SAME },
      {},
    ] as Headers[]) {
      expectIs(await ask('DELETE', { ...cookie(owner), ...headers }), owner);
    }
  });

  it.each<[string, Headers]>([
    ['X-Forwarded-Method', { 'X-Forwarded-Method': 'GET' }],
    ['X-Original-Method', { 'X-Original-Method': 'GET' }],
    ['X-Forwarded-Host', { 'X-Forwarded-Host': new URL(EVIL).host }],
    ['X-HTTP-Method-Override', { 'X-HTTP-Method-Override': 'GET' }],
    [
      'all of them',
      { 'X-Forwarded-Method': 'GET', 'X-Original-Method': 'GET', 'X-Forwarded-Host': new URL(EVIL).host },
    ],
  ])('can not be made to read it by a client that sends %s itself', async (_what, sent) => {
    expectNobody(await ask('POST', { ...sent, ...cookie(owner), Origin: EVIL }), 'token_missing');
    const crossSite = { ...sent, ...cookie(owner), 'Sec-Fetch-Site': 'cross-site' };
    expectNobody(await ask('POST', crossSite), 'token_missing');
  });

  it('does not answer to a condition that was for the service', async () => {
    expectIs(await ask('GET', { ...cookie(owner), 'If-None-Match': '*' }), owner);
  });
});

describe('where the proxy says no method', () => {
  const ask = (headers: Headers) =>
    auth
      .internal()
      .get('/verify')
      .set({ ...cookie(owner), ...headers });

  it('takes it for an unsafe one', async () => {
    expectNobody(await ask({ 'Sec-Fetch-Site': 'cross-site' }), 'token_missing');
    expectNobody(await ask({ Origin: EVIL }), 'token_missing');
    expectNobody(await ask({ 'X-Forwarded-Method': '', 'Sec-Fetch-Site': 'cross-site' }), 'token_missing');
    expectIs(await ask({ 'Sec-Fetch-Site': 'same-origin' }), owner);
    expectIs(await ask({}), owner);
  });

  it('compares Origin with Host, where it says no host either', async () => {
    expectIs(await ask({ Host: HOST, Origin: SAME }), owner);
  });
});

describe('the headers', () => {
  it('are percent-encoded, so that a name can not make up another header or role', async () => {
    const email = `zoë,"o'hara"+tag@exämple.com`;
    const odd = await signUpDevice(auth);
    await changeUser(auth, odd.email, { email, roles: ['admin', 'tickets:purchase'] });
    const { headers } = await PROXIES.Traefik('GET', cookie(odd)).expect(200);
    expect(headers['x-user-email']).toMatch(/^[\w.!~*'()%-]+$/);
    expect(decodeURIComponent(headers['x-user-email']!)).toBe(email);
    expect(headers['x-user-roles']).toBe('admin,tickets%3Apurchase');
    expect(headers['x-user-roles']!.split(',').map(decodeURIComponent)).toEqual([
      'admin',
      'tickets:purchase',
    ]);
  });
});

describe('the paths of Envoy', () => {
  it.each([
    '/verify/',
    '/verify//x',
    '/verify/%E0%A4%A',
    '/verify/../introspect',
    '/verify/a/b?c=%',
    '/verify',
  ])('are all answered: %s', async (path) => {
    expectIs(await auth.internal().get(path).set(cookie(owner)), owner);
  });

  it('counts its method and host at the root, too', async () => {
    const root = (method: 'get' | 'post', headers: Headers) =>
      auth
        .internal()
        [method]('/verify/')
        .set({ ...cookie(owner), Host: HOST, ...headers });
    expectIs(await root('get', { 'Sec-Fetch-Site': 'cross-site' }), owner);
    expectNobody(await root('post', { 'Sec-Fetch-Site': 'cross-site' }), 'token_missing');
  });

  it.each(['/verifyx', '/verif', '/x/verify'])('do not start with %s', async (path) => {
    expectProblem(await auth.internal().get(path).set(cookie(owner)), 404, 'not_found');
  });

  it('are not on the public port', async () => {
    expectProblem(await auth.request().get('/verify').set(cookie(owner)), 404, 'not_found');
    expectProblem(await auth.request().get(`/verify/${randomUUID()}`).set(cookie(owner)), 404, 'not_found');
  });
});
