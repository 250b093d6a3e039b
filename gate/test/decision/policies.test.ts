import { sessionCookie } from '@latchkey/common/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bearer,
  expectRefused,
  NOBODY,
  person,
  startGate,
  type Headers,
  type TestGate,
} from '../support/gate';

const POLICIES = `
staff: { role: staff }
fresh: { maxAge: 10m }
two-factors: { acr: aal2 }
verified: { verifiedEmail: true }
all: { role: staff, verifiedEmail: true, maxAge: 10m }
guest: { optional: true }
signed-in: {}
handing: { handOn: true }
handing-guest: { handOn: true, optional: true }
`;

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate(POLICIES);
});
afterAll(() => gate.stop());

describe('a policy for everybody who is signed in', () => {
  it('lets them pass, and tells who they are', async () => {
    const user = person({
      email: 'zoë,"@example.com',
      roles: ['staff', 'a:b'],
      acr: 'aal2',
      amr: ['pwd', 'otp'],
    });
    const authTime = new Date('2026-11-01T12:00:00Z');
    const { status, headers, body } = await gate.ask('/signed-in', bearer({ ...user, authTime }));
    expect([status, body]).toEqual([200, '']);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-length': '0',
      'x-user-id': user.id,
      'x-user-email': 'zo%C3%AB%2C%22%40example.com',
      'x-user-roles': 'staff,a%3Ab',
      'x-user-acr': 'aal2',
      'x-user-amr': 'pwd,otp',
      'x-user-auth-time': String(authTime.getTime() / 1000),
    });
    expect(headers).not.toHaveProperty('authorization');
  });

  it('takes the session cookie, of a request that its owner may have meant', async () => {
    const user = person();
    const cookie = { Cookie: sessionCookie(user) };
    expect(await gate.ask('/signed-in', cookie)).toMatchObject({ status: 200 });
    const read = { ...cookie, 'X-Forwarded-Method': 'GET', 'Sec-Fetch-Site': 'cross-site' };
    expect(await gate.ask('/signed-in', read)).toMatchObject({ status: 200 });
    const unsafe = { ...read, 'X-Forwarded-Method': 'POST' };
    expectRefused(await gate.ask('/signed-in', unsafe), 401, 'token_missing');
    expect(await gate.ask('/signed-in', { ...unsafe, 'Sec-Fetch-Site': 'same-origin' })).toMatchObject({
      status: 200,
    });
  });

  it('refuses a websocket of another origin, which is a GET', async () => {
    const socket = {
      Cookie: sessionCookie(person()),
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Host': 'shop.example.com',
      'Sec-WebSocket-Version': '13',
    };
    const sibling = { ...socket, Origin: 'https://blog.example.com' };
    expectRefused(await gate.ask('/signed-in', sibling), 401, 'token_missing');
    const own = { ...socket, Origin: 'https://shop.example.com' };
    expect(await gate.ask('/signed-in', own)).toMatchObject({ status: 200 });
  });

  it.each([
    ['nobody', () => ({}), 'token_missing'],
    ['a text that is no token', () => ({ Authorization: 'Bearer x' }), 'token_invalid'],
    ['a token that has expired', () => bearer(person(), -60), 'token_expired'],
  ])('refuses %s', async (_what, headers: () => Headers, code) => {
    const answer = await gate.ask('/signed-in', headers());
    expectRefused(answer, 401, code);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="latchkey"/);
  });

  it('refuses a banned user', async () => {
    const user = person();
    expect(await gate.ask('/signed-in', bearer(user))).toMatchObject({ status: 200 });
    gate.list.ban(user.id);
    expectRefused(await gate.ask('/signed-in', bearer(user)), 401, 'token_revoked');
  });
});

describe('a policy with rules', () => {
  const old = new Date(Date.now() - 3_600_000);
  it.each([
    ['staff', 'the role', person({ roles: ['staff'] }), 200, undefined],
    ['staff', 'no role', person(), 403, 'forbidden'],
    ['staff', 'withheld roles', person({ rolesWithheld: true }), 401, 'insufficient_user_authentication'],
    ['fresh', 'a fresh proof', person(), 200, undefined],
    ['fresh', 'an old proof', person({ authTime: old }), 401, 'insufficient_user_authentication'],
    ['two-factors', 'two factors', person({ acr: 'aal2' }), 200, undefined],
    ['two-factors', 'one factor', person(), 401, 'insufficient_user_authentication'],
    ['verified', 'a verified email', person({ emailVerified: true }), 200, undefined],
    ['verified', 'an unverified email', person({ emailVerified: false }), 403, 'email_not_verified'],
    ['verified', 'a token that does not say', person(), 401, 'token_expired'],
    ['all', 'all of it', person({ roles: ['staff'], emailVerified: true }), 200, undefined],
    ['all', 'none of it', person({ emailVerified: false, authTime: old }), 403, 'forbidden'],
  ] as const)('%s: %s', async (policy, _what, user, status, code) => {
    const answer = await gate.ask(`/${policy}`, bearer(user));
    if (code) expectRefused(answer, status, code);
    else expect(answer).toMatchObject({ status, headers: { 'x-user-id': user.id } });
  });

  it('says what proof it wants', async () => {
    const { headers } = await gate.ask('/fresh', bearer(person({ authTime: old })));
    expect(headers['www-authenticate']).toBe('Bearer error="insufficient_user_authentication", max_age=600');
  });
});

describe('an optional policy', () => {
  it('tells who it is, where that is known', async () => {
    const user = person();
    expect(await gate.ask('/guest', bearer(user))).toMatchObject({ headers: { 'x-user-id': user.id } });
  });

  it.each([
    ['nobody', () => ({})],
    ['no token', () => ({ Authorization: 'Bearer x' })],
    ['an expired token', () => bearer(person(), -60)],
    [
      'a foreign page with a cookie',
      () => ({ Cookie: sessionCookie(person()), Origin: 'https://evil.test' }),
    ],
  ])('lets %s pass as nobody', async (_what, headers: () => Headers) => {
    expect(await gate.ask('/guest', headers())).toMatchObject({ status: 200, headers: NOBODY });
  });

  it('lets a banned user pass as nobody', async () => {
    const user = person();
    gate.list.ban(user.id);
    expect(await gate.ask('/guest', bearer(user))).toMatchObject({ status: 200, headers: NOBODY });
  });
});

describe('a policy that hands the token on', () => {
  it('tells the bare token of a cookie', async () => {
    const user = person();
    const { headers } = await gate.ask('/handing', { Cookie: sessionCookie(user) });
    expect(headers.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    const again = await gate.ask('/signed-in', { Authorization: headers.authorization! });
    expect(again.headers['x-user-id']).toBe(user.id);
  });

  it('tells an empty one for nobody, so that what a client sent does not get through', async () => {
    const { status, headers } = await gate.ask('/handing-guest', { Authorization: 'Bearer mine' });
    expect([status, headers.authorization]).toEqual([200, '']);
  });
});
