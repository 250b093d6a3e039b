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

const page = '/reports/1?view=all';
const mark = (errand: string, age: number) => `latchkey_sent=${errand}.${nowS() - age}`;
const marked = (errand: string, age: number) => ({
  ...OPENED,
  'X-Forwarded-Uri': `${page}&${mark(errand, age)}`,
});
/** Of a session with a proof that is too old. */
const stale = () => ({ Cookie: sessionCookie(person({ authTime: new Date(0) })) });

it.each([
  ['refresh', '/pages', expired],
  ['signin', '/pages', () => ({})],
  ['signin', '/pages', () => ({ Cookie: 'session=x' })],
  ['confirm', '/fresh', stale],
])(
  'one that was sent for %s a moment ago, and would be again, gets a plain 401',
  async (errand, path, who) => {
    for (const age of [2, 58, -2]) {
      const answer = await gate.ask(path, { ...marked(errand, age), ...who() });
      expect([answer.status, answer.headers.location]).toEqual([401, undefined]);
    }
    const later = await gate.ask(path, { ...marked(errand, 90), ...who() });
    expect(later.status).toBe(302);
    expect(later.headers.location!.split('latchkey_sent')).toHaveLength(2);
  },
);

it('one whose token was renewed still goes to give a proof, and both are marked then', async () => {
  const { headers } = await gate.ask('/fresh', { ...marked('refresh', 1), ...stale() });
  const next = new URL(headers.location!).searchParams.get('next')!;
  expect(headers.location).toMatch(`${PUBLIC}/account/confirm?`);
  expect(next).toMatch(/^\/reports\/1\?view=all&latchkey_sent=refresh\.\d+&latchkey_sent=confirm\.\d+$/);
  const again = await gate.ask('/fresh', { ...OPENED, ...stale(), 'X-Forwarded-Uri': next });
  expect([again.status, again.headers.location]).toEqual([401, undefined]);
  const expiredAgain = await gate.ask('/fresh', { ...OPENED, ...expired(), 'X-Forwarded-Uri': next });
  expect(expiredAgain.status).toBe(401);
});

it('no mark of another text counts, or is handed on', async () => {
  for (const text of ['refresh', 'x.1', `x.${nowS()}`, 'refresh.', 'refresh.x', `refresh.${nowS()}x`]) {
    const asked = { ...OPENED, ...expired(), 'X-Forwarded-Uri': `/r?latchkey_sent=${text}` };
    const { headers } = await gate.ask('/pages', asked);
    expect(backOf(headers.location, 'return_to').page).toBe('/r');
  }
});

it('a mark of the future counts no longer than one of now', async () => {
  expect(await gate.ask('/pages', marked('signin', -86_400))).toMatchObject({ status: 302 });
});

it('one whose refresh was refused goes to sign in', async () => {
  const cookie = expired();
  const digest = sessionDigest(cookie.Cookie);
  const uri = `/reports/1?view=all&${mark('refresh', 1)}&refresh_refused=${digest}`;
  const { headers } = await gate.ask('/pages', { ...OPENED, ...cookie, 'X-Forwarded-Uri': uri });
  expect(headers.location).toMatch(`${PUBLIC}/account/signin?next=`);
  const next = new URL(headers.location!).searchParams.get('next');
  expect(next).toMatch(/^\/reports\/1\?view=all&latchkey_sent=refresh\.\d+&latchkey_sent=signin\.\d+$/);
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
  const asked = { ...marked('refresh', 1), ...signedIn, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
  expect(await gate.ask('/pages', asked)).toMatchObject({ status: 200 });
});
