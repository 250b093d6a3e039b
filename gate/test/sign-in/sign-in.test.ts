import { sessionCookie } from '@latchkey/common/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  NOBODY,
  OTHER,
  person,
  PUBLIC,
  startGate,
  type Headers,
  type TestGate,
  without,
} from '../support/gate';
import { backOf, expired, OPENED } from '../support/opened';

const POLICIES = `
pages: { signIn: true }
nginx: { signIn: nginx }
staff: { role: staff, signIn: true }
fresh: { maxAge: 10m, signIn: true }
two-factors: { acr: aal2, signIn: true }
plain: {}
`;

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate(POLICIES);
});
afterAll(() => gate.stop());

describe('a person who opens a page', () => {
  it('without a session goes to the page to sign in at', async () => {
    const { status, headers, body } = await gate.ask('/pages', OPENED);
    expect([status, body]).toEqual([302, '']);
    expect(headers).toMatchObject({ ...NOBODY, 'cache-control': 'no-store' });
    expect(headers.location).toMatch(`${PUBLIC}/account/signin?next=%2Freports%2F1`);
    const { page, age } = backOf(headers.location, 'next');
    expect(page).toBe('/reports/1?view=all');
    expect(age).toBeLessThan(10);
  });

  it('with an expired token goes to the refresh', async () => {
    const { status, headers } = await gate.ask('/pages', { ...OPENED, ...expired() });
    expect(status).toBe(302);
    expect(headers.location).toMatch(`${PUBLIC}/api/users/refresh?return_to=%2Freports`);
    expect(backOf(headers.location, 'return_to').page).toBe('/reports/1?view=all');
  });

  it('with a revoked token goes to the refresh, which ends the session', async () => {
    const user = person();
    gate.list.ban(user.id);
    const { headers } = await gate.ask('/pages', { ...OPENED, Cookie: sessionCookie(user) });
    expect(headers.location).toMatch(`${PUBLIC}/api/users/refresh?`);
  });

  it('with an invalid token goes to the page to sign in at', async () => {
    const { headers } = await gate.ask('/pages', { ...OPENED, Cookie: 'session=x.y.z' });
    expect(headers.location).toMatch(`${PUBLIC}/account/signin?`);
  });

  it('comes back to another origin, where it was there', async () => {
    const asked = { ...OPENED, 'X-Forwarded-Host': 'reports.example.com' };
    const { headers } = await gate.ask('/pages', asked);
    expect(backOf(headers.location, 'next').page).toBe(`${OTHER}/reports/1?view=all`);
    const { headers: refreshing } = await gate.ask('/pages', { ...asked, ...expired() });
    expect(backOf(refreshing.location, 'return_to').page).toBe(`${OTHER}/reports/1?view=all`);
  });

  it('comes back to what Envoy appended', async () => {
    const sent = without(OPENED, 'X-Forwarded-Uri', 'X-Forwarded-Host', 'X-Forwarded-Method');
    const { headers } = await gate.ask('/pages/a/b?c=d', { ...sent, Host: 'shop.example.com' });
    expect(backOf(headers.location, 'next').page).toBe('/a/b?c=d');
  });

  it('gives a proof where the old one is not enough', async () => {
    const old = { Cookie: sessionCookie(person({ authTime: new Date(Date.now() - 3_600_000) })) };
    const { headers } = await gate.ask('/fresh', { ...OPENED, ...old });
    expect(headers.location).toMatch(`${PUBLIC}/account/confirm?next=`);
    expect(headers.location).not.toContain('acr=');
    const { headers: second } = await gate.ask('/two-factors', { ...OPENED, ...old });
    expect(second.location).toMatch(/\/account\/confirm\?next=.*&acr=aal2$/);
    const withheld = { Cookie: sessionCookie(person({ rolesWithheld: true })) };
    const { headers: third } = await gate.ask('/staff', { ...OPENED, ...withheld });
    expect(third.location).toMatch(/\/account\/confirm\?next=.*&acr=aal2$/);
  });

  it('is refused where nothing mends it', async () => {
    const answer = await gate.ask('/staff', { ...OPENED, Cookie: sessionCookie(person()) });
    expect([answer.status, answer.headers.location]).toEqual([403, undefined]);
  });
});

describe('for nginx', () => {
  it('the same location comes with a 401', async () => {
    const { status, headers } = await gate.ask('/nginx', OPENED);
    expect([status, headers['www-authenticate']]).toEqual([401, undefined]);
    expect(headers.location).toMatch(`${PUBLIC}/account/signin?next=`);
  });

  it('a 401 to a program has none', async () => {
    const sent = without(OPENED, 'Sec-Fetch-Mode');
    const { status, headers } = await gate.ask('/nginx', sent);
    expect([status, headers.location]).toEqual([401, undefined]);
    expect(headers['www-authenticate']).toBe('Bearer realm="latchkey"');
  });
});

describe('nobody is sent away', () => {
  it.each([
    ['a form', { 'X-Forwarded-Method': 'POST' }],
    ['a HEAD', { 'X-Forwarded-Method': 'HEAD' }],
    ['a script', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['an image', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a frame', { 'Sec-Fetch-Dest': 'iframe' }],
    ['a page that is fetched ahead', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['a websocket', { 'Sec-WebSocket-Version': '13' }],
    ['a host of nobody', { 'X-Forwarded-Host': 'evil.example.net' }],
    ['two hosts', { 'X-Forwarded-Host': ['shop.example.com', 'evil.example.net'] }],
    ['no path', { 'X-Forwarded-Uri': '' }],
    ['a path of another host', { 'X-Forwarded-Uri': '//evil.example.net/' }],
    ['a path that browsers take for another host', { 'X-Forwarded-Uri': '/\\evil.example.net/' }],
    ['a whole URL', { 'X-Forwarded-Uri': 'https://evil.example.net/' }],
    ['a path that is too long', { 'X-Forwarded-Uri': `/${'a'.repeat(4000)}` }],
  ])('for %s', async (_what, more: Headers) => {
    const { status, headers } = await gate.ask('/pages', { ...OPENED, ...more });
    expect([status, headers.location]).toEqual([401, undefined]);
  });

  it('by a policy without signIn', async () => {
    expect(await gate.ask('/plain', OPENED)).toMatchObject({ status: 401 });
  });

  it.each([
    ['text/html,application/xhtml+xml', 302],
    ['application/json', 401],
    ['*/*', 401],
  ])('by an old browser that accepts %s: %i', async (Accept, status) => {
    const sent = without(OPENED, 'Sec-Fetch-Mode', 'Sec-Fetch-Dest', 'Sec-Fetch-Site');
    expect(await gate.ask('/pages', { ...sent, Accept })).toMatchObject({ status });
  });
});
