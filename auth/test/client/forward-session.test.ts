import { createClient, forwardSession, refreshLocation } from '@latchkey/common/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseReturnPath } from '../../src/routes/session/return-path';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../support/clock';
import { cookiesOf, signUpDevice, type Owner } from '../support/devices';
import { newEmail, PASSWORD } from '../support/people';

let auth: TestAuth;
let owner: Owner;

beforeAll(async () => {
  auth = await startAuth();
  owner = await signUpDevice(auth);
});
afterEach(restartClock);
afterAll(() => auth.stop());

const PAGE = 'https://shop.example.com/tickets';
const requestOf = (headers: Record<string, string>) => new Request(PAGE, { headers });

/** A page's server that asks for a browser which sent these headers. */
function serverFor(headers: Record<string, string>, clientAddress?: string) {
  const session = forwardSession(requestOf(headers), { clientAddress });
  return { session, client: createClient({ baseUrl: auth.url, session }) };
}

describe('forwardSession', () => {
  it('asks for the person in the session cookie', async () => {
    const { client } = serverFor({ cookie: cookiesOf(owner) });
    expect(await client.currentUser()).toMatchObject({ currentUser: { id: owner.id } });
  });

  it('passes on nothing else that the browser sent', () => {
    const { session } = serverFor(
      {
        cookie: `a=1; session=one; __Secure-refresh=two; xsession=three; __Host-session=four; __Host-device=five; device=six; devices=7; account=eight; __Secure-account=nine; my-account=10; accounts=11; ceremony-sign-in=12; __Host-ceremony-step-up=13; __Secure-ceremony-x=14; xceremony-y=15; __Host-passkey-challenge=16; passkeys=17`,
        authorization: 'Bearer theirs',
        'x-forwarded-for': '203.0.113.9',
        'x-user-id': 'somebody',
        'user-agent': 'Firefox',
        'accept-language': 'de',
        'sec-fetch-site': 'same-origin',
        origin: 'https://shop.example.com',
      },
      '198.51.100.7',
    );
    expect(session.headers).toEqual({
      cookie: 'session=one; __Host-session=four; __Host-device=five; device=six',
      'user-agent': 'Firefox',
      'accept-language': 'de',
      'sec-fetch-site': 'same-origin',
      origin: 'https://shop.example.com',
      'x-forwarded-for': '198.51.100.7',
    });
    expect(session.accountHeaders).toEqual({
      ...session.headers,
      cookie: `${session.headers.cookie}; account=eight; __Secure-account=nine; ceremony-sign-in=12; __Host-ceremony-step-up=13; __Host-passkey-challenge=16`,
    });
  });

  it('passes the account cookie on to the auth service, and to no other', async () => {
    const sent: Record<string, string | null>[] = [];
    const session = forwardSession(requestOf({ cookie: 'session=one; account=two' }));
    const client = createClient({
      baseUrl: 'http://auth-srv',
      session,
      fetch: (url, init) => {
        sent.push({ [(url as URL).toString()]: new Headers(init?.headers).get('cookie') });
        return Promise.resolve(Response.json({ currentUser: null }));
      },
    });
    await client.currentUser();
    await client.showUser('1');
    await client.signOut();
    await client.fetch('/api/tickets');
    await client.fetch('/api/users/..%2ftickets');
    expect(sent).toEqual([
      { 'http://auth-srv/api/users/currentuser': 'session=one; account=two' },
      { 'http://auth-srv/api/users/1': 'session=one; account=two' },
      { 'http://auth-srv/api/users/signout': 'session=one; account=two' },
      { 'http://auth-srv/api/tickets': 'session=one' },
      { 'http://auth-srv/api/users/..%2ftickets': 'session=one' },
    ]);
  });

  it('takes a session of a page server that knows no account cookie', async () => {
    const session = { ...forwardSession(requestOf({ cookie: cookiesOf(owner) })), accountHeaders: undefined };
    const client = createClient({ baseUrl: auth.url, session });
    expect(await client.currentUser()).toMatchObject({ currentUser: { id: owner.id } });
  });

  it('gives the page every cookie that is set', async () => {
    const { client, session } = serverFor({});
    await client.signUp({ email: newEmail(), password: PASSWORD });
    expect(session.setCookies.map((line) => line.split('=', 1)[0])).toEqual(['session', 'refresh', 'device']);
  });

  it('shows the person’s device and address, not the server’s', async () => {
    const { client } = serverFor({ 'user-agent': 'Netscape' }, '198.51.100.8');
    await client.signUp({ email: newEmail(), password: PASSWORD });
    const session = await auth.connection.collection('sessions').findOne({ userAgent: 'Netscape' });
    expect(session).toHaveProperty('ip', '198.51.100.8');
  });

  it('does not refresh: the page has to send the browser', async () => {
    const clock = stopClock();
    const late = await signUpDevice(auth);
    clock.pass(16 * MINUTE);
    const { client } = serverFor({ cookie: cookiesOf(late) });
    await expect(client.listSessions()).rejects.toMatchObject({ status: 401, code: 'token_expired' });
    expect(await client.currentUser()).toEqual({ currentUser: null, reason: 'token_expired' });
  });

  const SAME = 'https://shop.example.com';
  const host = 'shop.example.com';
  it.each([
    ['of the same origin', { 'sec-fetch-site': 'same-origin', origin: SAME, host }, true],
    ['of the same origin, in an older browser', { origin: SAME, host }, true],
    ['of no browser', { host }, true],
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host }, false],
    ['of another site, in an older browser', { origin: 'https://evil.example', host }, false],
    ['of a subdomain', { 'sec-fetch-site': 'same-site', origin: 'https://x.example.com', host }, false],
    ['of an opaque origin', { origin: 'null', host }, false],
  ])('a form %s passes or fails as it would have at the auth service', async (_what, headers, passes) => {
    const { client } = serverFor(headers);
    const signedUp = client.signUp({ email: newEmail(), password: PASSWORD });
    if (passes) await expect(signedUp).resolves.toHaveProperty('id');
    else await expect(signedUp).rejects.toMatchObject({ status: 403, code: 'cross_origin' });
  });
});

describe('refreshLocation', () => {
  it.each([
    ['https://shop.example.com/', '/'],
    ['https://shop.example.com/tickets?page=2&q=a%20b', '/tickets?page=2&q=a%20b'],
    ['/tickets', '/tickets'],
    ['https://shop.example.com//evil.example/x', '/evil.example/x'],
    ['https://shop.example.com/\\evil.example', '/evil.example'],
    ['https://shop.example.com/\t/evil.example', '/evil.example'],
  ])('brings the browser back from %s to %s', (url, path) => {
    const { pathname, searchParams } = new URL(refreshLocation(url), PAGE);
    expect(pathname).toBe('/api/users/refresh');
    expect(searchParams.get('return_to')).toBe(path);
    expect(parseReturnPath(path)).toBe(path);
  });
});
