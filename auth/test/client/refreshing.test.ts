import { createClient } from '@latchkey/common/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { setRolesNow } from '../support/change-account';
import { MINUTE, SECOND, restartClock, stopClock } from '../support/clock';
import { fetchWithCookies } from '../support/cookie-jar';
import { changeUser } from '../support/documents';
import { newEmail, PASSWORD } from '../support/people';

const REFRESH = 'POST /api/users/refresh';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});
afterEach(restartClock);
afterAll(() => auth.stop());

/** Somebody who is signed in, and how often a refresh was asked for. */
async function signedUp() {
  const { fetch, sent, cookies } = fetchWithCookies();
  const client = createClient({ baseUrl: auth.url, fetch });
  const clock = stopClock();
  const { id, email } = await client.signUp({ email: newEmail(), password: PASSWORD });
  return {
    client,
    id,
    email,
    cookies,
    expire: () => clock.pass(15 * MINUTE + 6 * SECOND),
    refreshes: () => sent.filter((request) => request === REFRESH).length,
  };
}

describe('a request with an access token that has expired', () => {
  it('is repeated after one refresh', async () => {
    const { client, expire, refreshes } = await signedUp();
    expire();
    expect((await client.listSessions()).sessions).toHaveLength(1);
    expect(refreshes()).toBe(1);
    const response = await client.fetch('/api/users/sessions');
    expect(response.status).toBe(200);
    expect(refreshes()).toBe(1);
  });

  it('is one of twenty that wait for the same refresh', async () => {
    const { client, expire, refreshes } = await signedUp();
    expire();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.fetch('/api/users/sessions')));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(refreshes()).toBe(1);
  });

  it('is repeated with its body', async () => {
    const { client, expire } = await signedUp();
    expire();
    await client.changePassword({ currentPassword: PASSWORD, newPassword: `${PASSWORD}!` });
  });

  it('is answered as it is when its body cannot be sent twice', async () => {
    const { client, expire, refreshes } = await signedUp();
    expire();
    const body = new Blob(['{}']).stream();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await client.fetch('/api/users/password', init)).status).toBe(401);
    expect(refreshes()).toBe(0);
  });

  it('tells who is signed in after a refresh', async () => {
    const { client, id, expire, refreshes } = await signedUp();
    expire();
    expect(await client.currentUser()).toMatchObject({ currentUser: { id } });
    expect(refreshes()).toBe(1);
  });
});

describe('a revoked access token', () => {
  it('is renewed after a change of roles', async () => {
    const { client, id } = await signedUp();
    await setRolesNow(auth, id, ['admin']);
    expect(await client.listUsers({ limit: 1 })).toHaveProperty('users');
  });

  it('of somebody banned is not: the refusal says why', async () => {
    const { client, email, expire, cookies, refreshes } = await signedUp();
    expire();
    await changeUser(auth, email, { ban: {} });
    await expect(client.listSessions()).rejects.toMatchObject({ status: 403, code: 'banned' });
    // A refusal touches no cookie, since it may arrive after a sign-in.
    expect([...cookies.keys()].sort()).toEqual(['device', 'refresh', 'session']);
    expect(await client.currentUser()).toEqual({ currentUser: null, reason: 'banned' });
    await expect(client.fetch('/api/users/sessions')).rejects.toMatchObject({ code: 'banned' });
    expect(refreshes()).toBe(1);
  });

  it('is renewed again after a refusal, once somebody has signed in', async () => {
    const { client, id, email, expire, refreshes } = await signedUp();
    const other = createClient({ baseUrl: auth.url, fetch: fetchWithCookies().fetch });
    await other.signIn({ email, password: PASSWORD });
    await other.endOtherSessions();
    expect(await client.currentUser()).toEqual({ currentUser: null, reason: 'session_revoked' });
    await client.signIn({ email, password: PASSWORD });
    expire();
    expect(await client.currentUser()).toMatchObject({ currentUser: { id } });
    expect(refreshes()).toBe(2);
  });

  it('of an ended session is not: nobody is signed in', async () => {
    const { client, email } = await signedUp();
    const other = createClient({ baseUrl: auth.url, fetch: fetchWithCookies().fetch });
    await other.signIn({ email, password: PASSWORD });
    await other.endOtherSessions();
    expect(await client.currentUser()).toEqual({ currentUser: null, reason: 'session_revoked' });
  });
});

it('a request without a token is not worth a refresh', async () => {
  const { fetch, sent } = fetchWithCookies();
  const client = createClient({ baseUrl: auth.url, fetch });
  await expect(client.listSessions()).rejects.toMatchObject({ code: 'token_missing' });
  expect(sent).not.toContain(REFRESH);
});

it('a service that is away signs nobody out', async () => {
  const { client, cookies, expire } = await signedUp();
  expire();
  const cookie = `session=${cookies.get('session')}`;
  const away = createClient({
    baseUrl: auth.url,
    fetch: (url, init) =>
      init?.method === 'POST'
        ? Promise.resolve(Response.json({ code: 'unavailable', errors: [] }, { status: 503 }))
        : fetch(url, { ...init, headers: { cookie } }),
  });
  await expect(away.currentUser()).rejects.toMatchObject({ status: 503, code: 'unavailable' });
  expect(await client.currentUser()).toMatchObject({ currentUser: expect.any(Object) });
});
