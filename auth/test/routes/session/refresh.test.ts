import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import {
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { changeUser, sessionDocument } from '../../support/documents';
import { signUp } from '../../support/people';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { withAuth } from '../../support/with-auth';

/** A refresh token of a session that only guesses the rest. */
function madeUp(sid: string): string {
  return [sid, randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')].join('.');
}

describe('POST /api/users/refresh', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('renews both cookies and answers who it is', async () => {
    const device = await signUpDevice(auth);
    const response = await refreshDevice(auth, device).expect(200);
    expect(response.body).toEqual({ id: device.id, email: device.email, roles: [], emailVerified: false });
    const renewed = deviceOf(response);
    expect(renewed.session).not.toBe(device.session);
    expect(renewed.refresh).not.toBe(device.refresh);
    // The same session and family; only the last part moves on.
    expect(sidOf(renewed)).toBe(sidOf(device));
    expect(renewed.refresh.split('.').slice(0, 2)).toEqual(device.refresh.split('.').slice(0, 2));
    await refreshDevice(auth, renewed).expect(200);
  });

  it('works in a browser long after the access token has expired, again and again', async () => {
    const clock = stopClock();
    const { browser } = await signUp(auth);
    for (let n = 0; n < 3; n++) {
      clock.pass(DAY);
      const expired = await browser.get('/api/users/currentuser');
      expect(expired.body).toEqual({ currentUser: null, reason: 'token_expired' });
      await browser.post('/api/users/refresh').expect(200);
      expect((await browser.get('/api/users/currentuser')).body).toHaveProperty('currentUser.email');
    }
  });

  it('brings what has changed of the account', async () => {
    const device = await signUpDevice(auth);
    await changeUser(auth, device.email, { roles: ['admin'], gen: 7 });
    const response = await refreshDevice(auth, device).expect(200);
    expect(response.body).toMatchObject({ roles: ['admin'] });
    expect(claimsOf(response)).toMatchObject({ roles: ['admin'], gen: 7 });
  });

  it('notes where the session is used now', async () => {
    const device = await signUpDevice(auth);
    const request = refreshDevice(auth, device).set('User-Agent', `lynx${'x'.repeat(500)}`);
    await request.set('X-Forwarded-For', '203.0.113.7').expect(200);
    expect(await sessionDocument(auth, sidOf(device))).toMatchObject({
      ip: '203.0.113.7',
      userAgent: `lynx${'x'.repeat(252)}`,
    });
  });

  it.each<[string, (device: Device, other: Device) => Partial<Device>]>([
    ['no cookies', () => ({})],
    ['a refresh token without a session cookie', ({ refresh }) => ({ refresh })],
    ['a session cookie without a refresh token', ({ session }) => ({ session })],
    ['the session cookie of another session', ({ refresh }, other) => ({ session: other.session, refresh })],
    ['a session cookie that is no token', ({ refresh }) => ({ session: 'garbage', refresh })],
    ['another family', ({ session }) => ({ session, refresh: madeUp(sidOf({ session })) })],
    ['a refresh token cut short', ({ session, refresh }) => ({ session, refresh: refresh.slice(0, -1) })],
    ['one that is too long', ({ session, refresh }) => ({ session, refresh: `${refresh}A` })],
    [
      'a sid in front that is not its own',
      ({ session, refresh }) => ({ session, refresh: `${'A'.repeat(22)}${refresh.slice(22)}` }),
    ],
    ['a session that never was', ({ session }) => ({ session, refresh: madeUp('A'.repeat(22)) })],
  ])('with %s: 401 session_expired, no cookie is touched, and nothing happens', async (_what, cookies) => {
    const device = await signUpDevice(auth);
    const other = await signInDevice(auth, device);
    const before = await sessionDocument(auth, sidOf(device));
    const response = await refreshDevice(auth, cookies(device, other));
    expectProblem(response, 401, 'session_expired');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
    expect(setCookies(response)).toEqual([]);
    expect(await sessionDocument(auth, sidOf(device))).toEqual(before);
    await refreshDevice(auth, device).expect(200);
    await refreshDevice(auth, other).expect(200);
  });

  describe('beside a planted refresh cookie', () => {
    const planted: [string, (device: Device, other: Device) => string][] = [
      ['of another session', (_device, other) => other.refresh],
      ['with the right sid and a made-up family', (device) => madeUp(sidOf(device))],
      ['that is garbage', () => 'garbage'],
      ['that is empty', () => ''],
    ];

    it.each(planted)('%s: the real one counts, in both orders', async (_what, plant) => {
      let device: Device = await signUpDevice(auth);
      const other: Device = await signUpDevice(auth);
      for (const order of ['first', 'last']) {
        const real = `refresh=${device.refresh}`;
        const fake = `refresh=${plant(device, other)}`;
        const cookies = order === 'first' ? [real, fake] : [fake, real];
        const response = await auth
          .request()
          .post('/api/users/refresh')
          .set('Cookie', [`session=${device.session}`, ...cookies].join('; '))
          .expect(200);
        expect(sidOf(deviceOf(response))).toBe(sidOf(device));
        device = deviceOf(response);
      }
      await refreshDevice(auth, other).expect(200);
    });

    it('a hundred of them: MongoDB is asked for the session once', async () => {
      await withAuth({ MONGO_URI: `${databaseUri()}?monitorCommands=true` }, async (watched) => {
        const { session } = await signUpDevice(watched);
        const fakes = Array.from({ length: 100 }, () => `refresh=${madeUp(sidOf({ session }))}`);
        const reads: unknown[] = [];
        watched.connection.getClient().on('commandStarted', ({ command }) => reads.push(command.find));
        const request = watched.request().post('/api/users/refresh');
        const response = await request.set('Cookie', [`session=${session}`, ...fakes].join('; '));
        expectProblem(response, 401, 'session_expired');
        expect(reads.filter((collection) => collection === 'sessions')).toHaveLength(1);
      });
    });
  });

  it('with a valid session cookie that somebody planted: a refresh token of this browser does not count', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    const attacker = await signUpDevice(auth);
    clock.pass(HOUR);
    const mixed = { session: attacker.session, refresh: device.refresh };
    expectProblem(await refreshDevice(auth, mixed), 401, 'session_expired');
    // Nor can it make this browser go on as the attacker.
    expect((await send(auth, 'get', 'currentuser', mixed)).body).toMatchObject({ currentUser: null });
    await refreshDevice(auth, device).expect(200);
  });

  it('with a bearer token only: 401, since a refresh hangs on cookies', async () => {
    const device = await signUpDevice(auth);
    const request = auth
      .request()
      .post('/api/users/refresh')
      .set('Authorization', `Bearer ${device.refresh}`);
    expectProblem(await request, 401, 'session_expired');
  });
});
