import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { signUpDevice, type Owner } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import {
  cookie,
  EVIL,
  expectIs,
  expectNobody,
  HOST,
  PROXIES,
  SAME,
  type Headers,
} from '../../support/proxies';

let auth: TestAuth;
let owner: Owner;

beforeAll(async () => {
  auth = await startAuth();
  owner = await signUpDevice(auth);
});
afterAll(() => auth.stop());

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
  it('are percent-encoded, so that a name cannot make up another header or role', async () => {
    const email = `zoë,"o'hara"+tag@exämple.com`;
    const odd = await signUpDevice(auth);
    await changeUser(auth, odd.email, { email, roles: ['admin', 'tickets:purchase'] });
    const { headers } = await PROXIES.Traefik(auth, 'GET', cookie(odd)).expect(200);
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
