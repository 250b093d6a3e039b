import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { JWT_KEY, startAuth, type TestAuth } from '../../support/auth-service';
import { cookieAttributes, cookieValue, setCookies } from '../../support/cookies';
import { DAY, restartClock, stopClock } from '../../support/clock';
import { sessionDocument } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { accessTokenIn, claimsOf, jwtPart } from '../../support/tokens';

describe('what a sign-up sets', () => {
  let auth: TestAuth;

  async function signUp(env: NodeJS.ProcessEnv = {}) {
    auth = await startAuth(env);
    return auth
      .request()
      .post('/api/users/signup')
      .send({ email: newEmail(), password: PASSWORD })
      .expect(201);
  }
  afterEach(async () => {
    restartClock();
    await auth.stop();
  });

  const flags = { httponly: true, samesite: 'lax', expires: expect.any(String) };

  it.each([
    ['by default', { COOKIE_SECURE: '' }, '__Host-session', '__Secure-refresh', { secure: true }, {}],
    [
      'with COOKIE_DOMAIN',
      { COOKIE_SECURE: 'true', COOKIE_DOMAIN: 'example.com' },
      '__Secure-session',
      '__Secure-refresh',
      { secure: true },
      { domain: 'example.com' },
    ],
    ['over http', { COOKIE_SECURE: 'false' }, 'session', 'refresh', {}, {}],
  ])(
    '%s: the cookies of the session and of the device',
    async (_when, env, session, refresh, secure, domain) => {
      const response = await signUp(env);
      const device = env.COOKIE_SECURE === 'false' ? 'device' : '__Host-device';
      const written = setCookies(response).filter((line) => !line.includes('Expires=Thu, 01 Jan 1970'));
      expect(written.map((line) => line.split('=', 1)[0])).toEqual([session, refresh, device]);
      const lower = (attributes: Record<string, string | true>) =>
        Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [
            key,
            key === 'samesite' ? String(value).toLowerCase() : value,
          ]),
        );
      expect(lower(cookieAttributes(response, session))).toEqual({
        ...flags,
        ...secure,
        ...domain,
        path: '/',
      });
      expect(lower(cookieAttributes(response, refresh))).toEqual({
        ...flags,
        ...secure,
        path: '/api/users',
        'max-age': String((30 * DAY) / 1000),
      });
      expect(lower(cookieAttributes(response, device))).toEqual({
        ...flags,
        ...secure,
        path: '/',
        'max-age': String((400 * DAY) / 1000),
      });
    },
  );

  it('keeps both cookies as long as a session can last, so that "expired" can be told from "absent"', async () => {
    const response = await signUp({ SESSION_MAX: '3d', ACCESS_TTL: '1m' });
    for (const name of ['session', 'refresh']) {
      const expires = new Date(String(cookieAttributes(response, name).expires)).getTime();
      expect(Math.abs(expires - (Date.now() + 3 * DAY))).toBeLessThan(60_000);
    }
    const { iat, exp } = claimsOf(response);
    expect(exp - iat).toBe(60);
  });

  it('writes the session cookie as base64 of {"jwt"}', async () => {
    const value = cookieValue(await signUp(), 'session')!;
    const text = Buffer.from(value, 'base64').toString();
    expect(JSON.parse(text)).toEqual({ jwt: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) });
    expect(Buffer.from(text).toString('base64')).toBe(value);
  });

  it('puts exactly these headers and claims into the access token, and signs it', async () => {
    stopClock();
    const now = Math.floor(Date.now() / 1000);
    const response = await signUp({ ISSUER: 'an issuer', AUDIENCE: 'an audience' });
    const jwt = accessTokenIn(cookieValue(response, 'session')!);
    expect(jwtPart(jwt, 0)).toEqual({
      alg: 'HS256',
      typ: 'at+jwt',
      kid: expect.stringMatching(/^[\w-]{16}$/),
    });
    const { id, email } = response.body as { id: string; email: string };
    expect(jwtPart(jwt, 1)).toEqual({
      iss: 'an issuer',
      aud: 'an audience',
      sub: id,
      sid: expect.stringMatching(/^[\w-]{22}$/),
      gen: 0,
      email,
      roles: [],
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: now,
      exp: now + 900,
      auth_time: now,
      amr: ['pwd'],
      acr: 'aal1',
      email_verified: false,
    });
    const [signed, signature] = [jwt.slice(0, jwt.lastIndexOf('.')), jwt.slice(jwt.lastIndexOf('.') + 1)];
    expect(createHmac('sha256', JWT_KEY).update(signed).digest('base64url')).toBe(signature);
  });

  it('makes a refresh token of the same session, of which only hashes are stored', async () => {
    const response = await signUp();
    const [sid, family, t] = cookieValue(response, 'refresh')!.split('.');
    expect([sid?.length, family?.length, t?.length]).toEqual([22, 22, 43]);
    expect(claimsOf(response).sid).toBe(sid);
    const stored = await sessionDocument(auth, sid!);
    expect(stored).toMatchObject({ _id: sid, seed: expect.stringMatching(/^[\w-]{43}$/) });
    expect(JSON.stringify(stored)).not.toContain(family);
    expect(JSON.stringify(stored)).not.toContain(t);
    // A token and the seed lead to all tokens that follow.
    expect(JSON.stringify([response.headers, response.body])).not.toContain(String(stored?.seed));
  });
});
