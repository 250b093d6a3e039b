import { afterEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookieHeader, setCookies } from '../support/cookies';
import { newEmail, PASSWORD } from '../support/people';

let auth: TestAuth;
afterEach(() => auth.stop());

/** The Set-Cookie lines at sign-up, at sign-in, of a refresh and at sign-out: name, whether it is cleared, and Domain. */
async function answersOf(env: NodeJS.ProcessEnv) {
  auth = await startAuth(env);
  const person = { email: newEmail(), password: PASSWORD };
  const post = (path: string, cookies = '') =>
    auth.request().post(`/api/users/${path}`).set('Cookie', cookies);
  const signUp = await post('signup').send(person).expect(201);
  const signIn = await post('signin').send(person).expect(200);
  const refresh = await post('refresh', cookieHeader(signUp)).expect(200);
  const signOut = await post('signout', cookieHeader(refresh)).expect(200);
  return [signUp, signIn, refresh, signOut].map((response) => setCookies(response).map(summaryOf));
}

function summaryOf(line: string): string {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
  const domain = /domain=([^;]+)/i.exec(line)?.[1];
  const isCleared = value === '' && /expires=Thu, 01 Jan 1970 00:00:00 GMT/i.test(line);
  return `${isCleared ? '-' : '+'}${name}${domain ? ` ${domain}` : ''}`;
}

const [SECURE, HTTP] = [{ COOKIE_SECURE: 'true' }, { COOKIE_SECURE: 'false' }];

describe('the session cookie is the first that is set, and what an earlier COOKIE_DOMAIN has left is cleared', () => {
  it.each<[string, NodeJS.ProcessEnv, string, string[]]>([
    ['without COOKIE_DOMAIN', SECURE, '__Host-session', []],
    [
      'with COOKIE_DOMAIN: the cookie of the host alone',
      { ...SECURE, COOKIE_DOMAIN: 'app.example.com' },
      '__Secure-session app.example.com',
      ['-__Host-session'],
    ],
    [
      'from one domain to another',
      { ...SECURE, COOKIE_DOMAIN: 'app.example.com', PREVIOUS_COOKIE_DOMAIN: 'example.com' },
      '__Secure-session app.example.com',
      ['-__Host-session', '-__Secure-session example.com'],
    ],
    [
      'from a domain to none',
      { ...SECURE, PREVIOUS_COOKIE_DOMAIN: 'example.com' },
      '__Host-session',
      ['-__Secure-session example.com'],
    ],
    ['over http', { ...HTTP, COOKIE_DOMAIN: 'app.example.com' }, 'session app.example.com', ['-session']],
    ['over http, before an address', { ...HTTP, PREVIOUS_COOKIE_DOMAIN: '127.0.0.1' }, 'session', []],
    // With an address for its Domain, a cookie is of this host alone: it must not be cleared again.
    ['over http, at an address', { ...HTTP, COOKIE_DOMAIN: '127.0.0.1' }, 'session 127.0.0.1', []],
  ])('%s', async (_what, env, session, cleared) => {
    const plain = env.COOKIE_SECURE === 'false';
    const [refresh, device] = plain ? ['refresh', 'device'] : ['__Secure-refresh', '__Host-device'];
    const signedIn = [`+${session}`, ...cleared, `+${refresh}`, `+${device}`];
    expect(await answersOf(env)).toEqual([
      signedIn,
      signedIn,
      [`+${session}`, ...cleared, `+${refresh}`],
      [`-${session}`, ...cleared, `-${refresh}`],
    ]);
  });
});

describe('an answer that sets no session cookie', () => {
  it('clears none', async () => {
    auth = await startAuth({ ...SECURE, COOKIE_DOMAIN: 'app.example.com' });
    for (const request of [
      auth.request().get('/api/users/currentuser'),
      auth.request().post('/api/users/refresh'),
    ])
      expect(setCookies(await request)).toEqual([]);
  });
});
