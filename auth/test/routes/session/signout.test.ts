import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, stopClock } from '../../support/clock';
import { cookieAttributes, cookieHeader, isCleared, setCookies } from '../../support/cookies';
import { refreshDevice, send, sidOf, signInDevice, signUpDevice, type Device } from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { newEmail, PASSWORD, signUp } from '../../support/people';
import { expectProblem } from '../../support/problems';
import { accessTokenIn, sessionWith } from '../../support/tokens';
import { withAuth } from '../../support/with-auth';

describe('POST /api/users/signout', () => {
  let auth: TestAuth;
  const signOut = (device: Partial<Device>) => send(auth, 'post', 'signout', device);
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('ends the session and clears both cookies', async () => {
    const { browser } = await signUp(auth);
    const response = await browser.post('/api/users/signout').expect(200);
    expect(response.body).toEqual({});
    expect([isCleared(response, 'session'), isCleared(response, 'refresh')]).toEqual([true, true]);
    expect(response.headers['clear-site-data']).toBe('"cache"');
    expect((await browser.get('/api/users/currentuser')).body).toEqual({ currentUser: null });
  });

  it('leaves nothing that could be used again, and the other devices alone', async () => {
    const device = await signUpDevice(auth);
    const other = await signInDevice(auth, device);
    await signOut(device).expect(200);
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
    await refreshDevice(auth, other).expect(200);
    expect(await sessionDocument(auth, sidOf(device))).toMatchObject({ revokedBecause: 'signed_out' });
  });

  it('ends the session after a day away, by the refresh token', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(DAY);
    await signOut(device).expect(200);
    expect(await isEnded(device)).toBe(true);
  });

  it('is fine with nobody, and with somebody who is out already', async () => {
    const device = await signUpDevice(auth);
    for (const cookies of [{}, device, device]) {
      const response = await signOut(cookies).expect(200);
      expect(setCookies(response)).toHaveLength(2);
    }
  });

  it('does not end a session for a cookie that somebody made up', async () => {
    const device = await signUpDevice(auth);
    const jwt = accessTokenIn(device.session);
    const [header, claims, signature] = jwt.split('.');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    for (const forged of [
      `${header}.${claims}.`,
      `${header}.${claims}.${signature?.slice(1)}A`,
      `${none}.${claims}.`,
    ]) {
      await signOut({ session: sessionWith(forged), refresh: device.refresh }).expect(200);
    }
    expect(await isEnded(device)).toBe(false);
  });

  it('lets a bearer token decide alone', async () => {
    const [cookies, bearer] = [await signUpDevice(auth), await signUpDevice(auth)];
    const signOutAs = (token: string) => signOut(cookies).set('Authorization', `Bearer ${token}`);
    expectProblem(await signOutAs('not-a-token'), 401, 'token_invalid');
    expect([await isEnded(cookies), await isEnded(bearer)]).toEqual([false, false]);
    await signOutAs(accessTokenIn(bearer.session)).expect(200);
    expect([await isEnded(cookies), await isEnded(bearer)]).toEqual([false, true]);
  });

  it('is refused to a page of another origin', async () => {
    const device = await signUpDevice(auth);
    const response = await signOut(device).set('Sec-Fetch-Site', 'cross-site');
    expectProblem(response, 403, 'cross_origin');
    expect(setCookies(response)).toEqual([]);
    expect(await isEnded(device)).toBe(false);
  });

  it('clears the cookies where it had set them, also secure ones of a domain', async () => {
    const env = { COOKIE_SECURE: 'true', COOKIE_DOMAIN: 'example.com' };
    const [signedUp, response] = await withAuth(env, async (secure) => {
      const person = { email: newEmail(), password: PASSWORD };
      const signedUp = await secure.request().post('/api/users/signup').send(person).expect(201);
      const signOut = secure.request().post('/api/users/signout').set('Cookie', cookieHeader(signedUp));
      return [signedUp, await signOut.expect(200)] as const;
    });
    for (const name of ['__Secure-session', '__Secure-refresh']) {
      expect(isCleared(response, name)).toBe(true);
      const [there, here] = [cookieAttributes(signedUp, name), cookieAttributes(response, name)];
      for (const attribute of ['path', 'domain', 'secure', 'httponly', 'samesite']) {
        expect({ [attribute]: here[attribute] }).toEqual({ [attribute]: there[attribute] });
      }
    }
  });
});
