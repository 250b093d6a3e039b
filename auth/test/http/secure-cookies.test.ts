import type { Server } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cookieAttributes, cookieHeader, isCleared } from '../support/cookies';
import { newEmail, PASSWORD } from '../support/people';
import { tlsHop } from '../support/tls-hop';

let auth: TestAuth | undefined;
let hop: Server | undefined;

afterEach(async () => {
  hop?.close();
  await auth?.stop();
  auth = hop = undefined;
});

/** The service with Secure cookies, as it is by default, behind a hop that ends TLS. */
async function behindTls(env: NodeJS.ProcessEnv, headers?: Record<string, string>) {
  auth = await startAuth({ COOKIE_SECURE: '', ...env });
  hop = tlsHop(auth.url, headers);
  const server = hop;
  return {
    post: (path: string, cookies = '') =>
      request(server).post(`/api/users/${path}`).trustLocalhost().set('Cookie', cookies),
    get: (path: string, cookies = '') =>
      request(server).get(`/api/users/${path}`).trustLocalhost().set('Cookie', cookies),
  };
}

/** What a browser compares to find the cookie that is to be replaced, and what protects it. */
function identity(response: Response, name: string) {
  const { path, domain, secure, httponly, samesite } = cookieAttributes(response, name);
  return { path, domain, secure, httponly, samesite: String(samesite).toLowerCase() };
}

const PROTECTED = { secure: true, httponly: true, samesite: 'lax' } as const;

const HOPS: [string, Record<string, string> | undefined][] = [
  ['says nothing', undefined],
  ['says X-Forwarded-Proto: https', { 'X-Forwarded-Proto': 'https' }],
  ['says X-Forwarded-Proto: http', { 'X-Forwarded-Proto': 'http' }],
];

describe.each([
  ['without COOKIE_DOMAIN', {}, '__Host-session', undefined],
  ['with COOKIE_DOMAIN', { COOKIE_DOMAIN: 'example.com' }, '__Secure-session', 'example.com'],
])('%s', (_title, env, session, domain) => {
  describe.each(HOPS)('behind a TLS hop that %s', (_what, headers) => {
    it('cookies are set, renewed and cleared with the same name, scope and protection', async () => {
      const https = await behindTls(env, headers);
      const person = { email: newEmail(), password: PASSWORD };
      const signUp = await https.post('signup').send(person).expect(201);
      const refresh = await https.post('refresh', cookieHeader(signUp)).expect(200);
      const cookies = cookieHeader(refresh);
      const known = await https.get('currentuser', cookies).expect(200);
      expect(known.body).toMatchObject({ currentUser: { email: person.email } });
      const signOut = await https.post('signout', cookies).expect(200);

      // The device is this host's alone, and stays.
      const device = { ...PROTECTED, path: '/', domain: undefined };
      expect(identity(signUp, '__Host-device')).toEqual(device);
      for (const response of [signUp, refresh, signOut]) {
        expect(identity(response, session)).toEqual({ ...PROTECTED, path: '/', domain });
        // The auth service alone gets the refresh token, whatever domain the session is shared with.
        expect(identity(response, '__Secure-refresh')).toEqual({
          ...PROTECTED,
          path: '/api/users',
          domain: undefined,
        });
      }
      expect([isCleared(signOut, session), isCleared(signOut, '__Secure-refresh')]).toEqual([true, true]);
    });
  });
});

describe('a session cookie of another name', () => {
  it.each(['session', '__Secure-session'])('is not read beside __Host-session: %s', async (name) => {
    const https = await behindTls({});
    const signUp = await https.post('signup').send({ email: newEmail(), password: PASSWORD }).expect(201);
    const planted = cookieHeader(signUp).replace('__Host-session', name);
    await https.get('currentuser', planted).expect(200, { currentUser: null });
    await https.get('sessions', planted).expect(401);
    await https.post('refresh', planted).expect(401);
  });
});

describe('with COOKIE_SECURE=false, for local http', () => {
  it('cookies have plain names and no Secure, and are protected otherwise', async () => {
    auth = await startAuth({ COOKIE_SECURE: 'false' });
    const person = { email: newEmail(), password: PASSWORD };
    const signUp = await auth.request().post('/api/users/signup').send(person).expect(201);
    const plain = { ...PROTECTED, secure: undefined, domain: undefined };
    expect(identity(signUp, 'session')).toEqual({ ...plain, path: '/' });
    expect(identity(signUp, 'refresh')).toEqual({ ...plain, path: '/api/users' });
    expect(identity(signUp, 'device')).toEqual({ ...plain, path: '/' });
  });
});
