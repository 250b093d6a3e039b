import { accessToken, sessionCookie } from '@latchkey/common/testing';
import { sessionDigest } from '@latchkey/common/protocol';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { person, PUBLIC, startGate, type TestGate } from '../support/gate';
import { backOf, expired, nowS, OPENED } from '../support/opened';

const POLICIES = `
pages: { signIn: true }
nginx: { signIn: nginx }
fresh: { maxAge: 10m, signIn: true }
`;

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate(POLICIES);
});
afterAll(() => gate.stop());

const marked = (age: number, path = '/reports/1?view=all&latchkey_sent=') => ({
  ...OPENED,
  'X-Forwarded-Uri': `${path}${nowS() - age}`,
});

it('one that was sent away a moment ago, and is refused again, gets a plain 401', async () => {
  const old = { Cookie: sessionCookie(person({ authTime: new Date(0) })) };
  for (const headers of [marked(2), { ...marked(2), ...expired() }, { ...marked(58), Cookie: 'session=x' }]) {
    const answer = await gate.ask('/pages', headers);
    expect([answer.status, answer.headers.location]).toEqual([401, undefined]);
  }
  expect(await gate.ask('/fresh', { ...marked(2), ...old })).toMatchObject({ status: 401 });
});

it('one that comes later is sent again, with one new mark', async () => {
  const { headers } = await gate.ask('/pages', { ...marked(90), ...expired() });
  expect(backOf(headers.location, 'return_to').page).toBe('/reports/1?view=all');
});

it('a mark of the future counts no longer than one of now', async () => {
  expect(await gate.ask('/pages', marked(-86_400))).toMatchObject({ status: 302 });
});

it('one whose refresh was refused goes to sign in', async () => {
  const cookie = expired();
  const digest = sessionDigest(cookie.Cookie);
  const uri = `/reports/1?view=all&latchkey_sent=${nowS()}&refresh_refused=${digest}`;
  const { headers } = await gate.ask('/pages', { ...OPENED, ...cookie, 'X-Forwarded-Uri': uri });
  expect(headers.location).toMatch(`${PUBLIC}/account/signin?next=`);
  expect(backOf(headers.location, 'next').page).toBe('/reports/1?view=all');
});

it('one with the mark of another session is sent to the refresh', async () => {
  const uri = '/reports/1?refresh_refused=x';
  const { headers } = await gate.ask('/pages', { ...OPENED, ...expired(), 'X-Forwarded-Uri': uri });
  expect(backOf(headers.location, 'return_to').page).toBe('/reports/1');
});

it('one that is let in goes on to the page without marks', async () => {
  const signedIn = { Authorization: `Bearer ${accessToken(person())}` };
  for (const uri of [
    '/r?a=b&latchkey_sent=1&c=d',
    '/r?latchkey_sent=1&a=b&c=d',
    '/r?a=b&refresh_refused=x&c=d',
  ]) {
    const { status, headers } = await gate.ask('/pages', {
      ...OPENED,
      ...signedIn,
      'X-Forwarded-Uri': uri,
    });
    expect([status, headers.location]).toEqual([302, `${PUBLIC}/r?a=b&c=d`]);
  }
  const { headers } = await gate.ask('/nginx', {
    ...OPENED,
    ...signedIn,
    'X-Forwarded-Uri': '/r?latchkey_sent=1',
  });
  expect(headers.location).toBe(`${PUBLIC}/r`);
});

it('what is no navigation passes with marks', async () => {
  const signedIn = { Authorization: `Bearer ${accessToken(person())}` };
  const asked = { ...marked(1), ...signedIn, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
  expect(await gate.ask('/pages', asked)).toMatchObject({ status: 200 });
});
