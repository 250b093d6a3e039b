import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, restartClock, stopClock } from '../support/clock';
import { cookieAttributes, cookieValue, isCleared } from '../support/cookies';
import {
  cookiesOf,
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../support/devices';
import { sessionDocument } from '../support/documents';
import { expectProblem } from '../support/problems';
import { beginStepUp, proveStep } from '../support/step-up';
import { jwtPart, sessionWith } from '../support/tokens';
import { withAuth } from '../support/with-auth';

const BARE = { COOKIE_FORMAT: 'jwt' };

/** A JWT in compact form has characters that a cookie holds without quotes or encoding (RFC 6265, section 4.1.1). */
const isToken = (value: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value);

describe('with COOKIE_FORMAT=jwt', () => {
  let auth: TestAuth;
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);
  const post = (path: string, device: Partial<Device>, body: object): Promise<Response> =>
    send(auth, 'post', path, device).send(body).expect(200);

  beforeAll(async () => {
    auth = await startAuth(BARE);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('every session cookie that is written is the token itself, and works', async () => {
    const owner = await signUpDevice(auth);
    const second = await signInDevice(auth, owner);
    const refreshed = deviceOf(await refreshDevice(auth, second).expect(200));
    const cookies = await beginStepUp(auth, refreshed);
    const proven = await proveStep(auth, cookies, 'password', { password: owner.password });
    const fresh = { ...refreshed, session: cookieValue(proven, 'session')! };
    const newPassword = 'another long passphrase';
    const changed = deviceOf(await post('password', fresh, { currentPassword: owner.password, newPassword }));
    for (const { session } of [owner, second, refreshed, fresh, changed]) {
      expect(isToken(session)).toBe(true);
      expect(jwtPart(session, 0)).toMatchObject({ typ: 'at+jwt', alg: 'HS256' });
      expect(jwtPart(session, 1)).toHaveProperty('email', owner.email);
    }
    const response = await send(auth, 'get', 'currentuser', changed).expect(200);
    expect(response.body).toHaveProperty('currentUser.email', owner.email);
    await send(auth, 'get', 'sessions', changed).expect(200);
    await auth.internal().get('/verify').set('Cookie', cookiesOf(changed)).expect(200);
  });

  it('its attributes are those of the other form, and the other cookies stay as they are', () =>
    withAuth({}, async (other) => {
      const responses = [auth, other].map((each) =>
        each
          .request()
          .post('/api/users/signup')
          .send({ email: 'ada@example.com', password: 'a long passphrase' }),
      );
      const [ours, theirs] = await Promise.all(responses);
      for (const name of ['session', 'refresh', 'device']) {
        const attributes = cookieAttributes(theirs!, name);
        expect(cookieAttributes(ours!, name)).toEqual({ ...attributes, expires: expect.any(String) });
        if (name !== 'session')
          expect(cookieValue(ours!, name)).toHaveLength(cookieValue(theirs!, name)!.length);
      }
    }));

  it('its value is a bearer token, too', async () => {
    const { session, id } = await signUpDevice(auth);
    const response = await auth
      .request()
      .get('/api/users/currentuser')
      .set('Authorization', `Bearer ${session}`)
      .expect(200);
    expect(response.body).toHaveProperty('currentUser.id', id);
  });

  it('an expired one is refreshed, by a call and by the page that a browser is sent to', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(HOUR);
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_expired');
    const renewed = deviceOf(await refreshDevice(auth, device).expect(200));
    clock.pass(HOUR);
    const response = await send(auth, 'get', 'refresh?return_to=/tickets', renewed).redirects(0);
    expect(response.headers).toHaveProperty('location', '/tickets');
    const last = deviceOf(response);
    expect(isToken(last.session)).toBe(true);
    expect(sidOf(last)).toBe(sidOf(device));
  });

  it('a sign-in to another account in the same browser ends the former session', async () => {
    const [former, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const { email, password } = other;
    const switched = deviceOf(await post('signin', former, { email, password }));
    expect(jwtPart(switched.session, 1).sub).toBe(other.id);
    expect(await isEnded(former)).toBe(true);
    expect(await isEnded(other)).toBe(false);
  });

  it('sign-out ends the session and takes the cookie away', async () => {
    const device = await signUpDevice(auth);
    const response = await send(auth, 'post', 'signout', device).expect(200);
    expect(isCleared(response, 'session')).toBe(true);
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
  });

  it('of several session cookies, in both forms, the one that was issued last counts', async () => {
    const clock = stopClock();
    const old = await signUpDevice(auth);
    clock.pass(HOUR / 10);
    const device = await signUpDevice(auth);
    const forms = [
      [old.session, device.session],
      [sessionWith(old.session), device.session],
      [old.session, sessionWith(device.session)],
    ];
    for (const values of [...forms, ...forms.map((each) => each.toReversed())]) {
      const Cookie = [...values.map((value) => `session=${value}`), 'session.sig=x.y.z'].join('; ');
      const response = await auth.request().get('/api/users/currentuser').set('Cookie', Cookie).expect(200);
      expect(response.body).toHaveProperty('currentUser.id', device.id);
    }
  });
});

/** Two replicas of different settings, as they stand side by side in a rolling update. */
it.each([
  ['introduced', 'session', 'jwt'],
  ['given up', 'jwt', 'session'],
])('is %s by several replicas without logging anybody out', (_what, before, after) =>
  withAuth({ COOKIE_FORMAT: before }, (first) =>
    withAuth({ MONGO_URI: first.config.MONGO_URI, COOKIE_FORMAT: after }, async (second) => {
      let device: Device = await signUpDevice(first);
      for (const auth of [second, first, second, first, second]) {
        await send(auth, 'get', 'sessions', device).expect(200);
        await auth.internal().get('/verify').set('Cookie', cookiesOf(device)).expect(200);
        device = deviceOf(await refreshDevice(auth, device).expect(200));
        expect(isToken(device.session)).toBe(auth.config.COOKIE_FORMAT === 'jwt');
      }
      await send(first, 'post', 'signout', device).expect(200);
      expectProblem(await refreshDevice(second, device), 401, 'session_revoked');
    }),
  ),
);
