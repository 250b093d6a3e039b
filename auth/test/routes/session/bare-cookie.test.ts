import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { isCleared } from '../../support/cookies';
import {
  cookiesOf,
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { sessionDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { accessTokenIn } from '../../support/tokens';

/** The same device with the other form of the session cookie, whose value is the token itself. */
const bare = <D extends Device>(device: D): D => ({ ...device, session: accessTokenIn(device.session) });
const quoted = (device: Device): Device => ({ ...device, session: `"${accessTokenIn(device.session)}"` });

describe('a session cookie whose value is the token itself', () => {
  let auth: TestAuth;
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it.each([bare, quoted])('tells who is signed in (%o)', async (form) => {
    const device = await signUpDevice(auth);
    const response = await send(auth, 'get', 'currentuser', form(device)).expect(200);
    expect(response.body).toHaveProperty('currentUser.id', device.id);
    await send(auth, 'get', 'sessions', form(device)).expect(200);
  });

  it.each([bare, quoted])('is refreshed, also when it has expired (%o)', async (form) => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(HOUR);
    const asked = await send(auth, 'get', 'currentuser', form(device)).expect(200);
    expect(asked.body).toEqual({ currentUser: null, reason: 'token_expired' });
    const renewed = deviceOf(await refreshDevice(auth, form(device)).expect(200));
    expect(sidOf(renewed)).toBe(sidOf(device));
  });

  it('is refreshed by the page that a browser is sent to', async () => {
    const device = await signUpDevice(auth);
    const response = await auth
      .request()
      .get('/api/users/refresh?return_to=/tickets')
      .redirects(0)
      .set('Cookie', cookiesOf(bare(device)));
    expect(response.headers).toHaveProperty('location', '/tickets');
    expect(sidOf(deviceOf(response))).toBe(sidOf(device));
  });

  it.each([bare, quoted])('is signed out (%o)', async (form) => {
    const device = await signUpDevice(auth);
    const response = await send(auth, 'post', 'signout', form(device)).expect(200);
    expect(isCleared(response, 'session')).toBe(true);
    expect(await isEnded(device)).toBe(true);
    expectProblem(await send(auth, 'get', 'sessions', form(device)), 401, 'token_revoked');
  });

  it('does not sign out a session whose token somebody changed', async () => {
    const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const [head, , signature] = accessTokenIn(device.session).split('.');
    const claims = accessTokenIn(other.session).split('.')[1];
    await send(auth, 'post', 'signout', { session: `${head}.${claims}.${signature}` }).expect(200);
    expect(await isEnded(other)).toBe(false);
  });

  it('counts beside one of the other form', async () => {
    const clock = stopClock();
    const old = await signUpDevice(auth);
    clock.pass(HOUR);
    const device = await signUpDevice(auth);
    const cookie = `session=${old.session}; session=${accessTokenIn(device.session)}; refresh=${device.refresh}`;
    const renewed = await auth.request().post('/api/users/refresh').set('Cookie', cookie).expect(200);
    expect(sidOf(deviceOf(renewed))).toBe(sidOf(device));
    await auth.request().post('/api/users/signout').set('Cookie', cookie).expect(200);
    expect(await isEnded(device)).toBe(true);
    expect(await isEnded(old)).toBe(false);
  });
});
