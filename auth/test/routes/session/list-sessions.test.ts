import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import {
  bearerOf,
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { changeUser } from '../../support/documents';
import { expectProblem } from '../../support/problems';

interface Listed {
  readonly id: string;
  readonly current: boolean;
  readonly [field: string]: unknown;
}

describe('GET /api/users/sessions', () => {
  let auth: TestAuth;
  const get = (device: Partial<Device>) => send(auth, 'get', 'sessions', device);

  async function list(device: Device): Promise<Listed[]> {
    return ((await get(device).expect(200)).body as { sessions: Listed[] }).sessions;
  }

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('lists the devices, the last sign-in first whichever was used, and says which one asks', async () => {
    const clock = stopClock();
    const first = await signUpDevice(auth);
    clock.pass(1000);
    const second = await signInDevice(auth, first);
    clock.pass(HOUR);
    const again = deviceOf(await refreshDevice(auth, first).expect(200));
    clock.pass(HOUR);
    const now = deviceOf(await refreshDevice(auth, again).expect(200));
    expect((await list(now)).map(({ id, current }) => [id, current])).toEqual([
      [sidOf(second), false],
      [sidOf(first), true],
    ]);
  });

  it('tells exactly what helps to know a device, and none of the secrets', async () => {
    const clock = stopClock();
    clock.pass(5 * MINUTE - (Date.now() % (5 * MINUTE)));
    const { email, password, ...device } = await signUpDevice(auth);
    const signedIn = await auth
      .request()
      .post('/api/users/signin')
      .set('User-Agent', 'lynx/2.9')
      .set('X-Forwarded-For', '203.0.113.9')
      .send({ email, password })
      .expect(200);
    const [session] = (await list(deviceOf(signedIn))).filter(({ current }) => current);
    expect(session).toEqual({
      id: sidOf(deviceOf(signedIn)),
      userAgent: 'lynx/2.9',
      ip: '203.0.113.9',
      createdAt: new Date().toISOString(),
      lastSeenAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 7 * DAY).toISOString(),
      current: true,
    });
    expect(Object.keys((await list(device as Device))[0]!).sort()).toEqual(Object.keys(session!).sort());
  });

  it('shows only the sessions that are alive, and only own ones', async () => {
    const clock = stopClock();
    const expired = await signUpDevice(auth);
    const signedOut = await signInDevice(auth, expired);
    await send(auth, 'post', 'signout', signedOut).expect(200);
    await signUpDevice(auth);
    clock.pass(6 * DAY);
    const [ended, now] = [await signInDevice(auth, expired), await signInDevice(auth, expired)];
    expect(new Set((await list(now)).map(({ id }) => id))).toEqual(new Set([expired, ended, now].map(sidOf)));
    clock.pass(1 * DAY);
    const today = deviceOf(await refreshDevice(auth, now).expect(200));
    expect(new Set((await list(today)).map(({ id }) => id))).toEqual(new Set([ended, now].map(sidOf)));
    const others = await send(auth, 'delete', 'sessions', today).expect(200);
    const { session } = {
      session: String(others.headers['set-cookie']).split(';')[0]!.slice('session='.length),
    };
    expect((await list({ ...today, session })).map(({ id }) => id)).toEqual([sidOf(now)]);
  });

  it('works with a bearer token', async () => {
    const device = await signUpDevice(auth);
    const request = auth.request().get('/api/users/sessions');
    const response = await request.set(bearerOf(device)).expect(200);
    expect(response.body).toMatchObject({ sessions: [{ id: sidOf(device), current: true }] });
  });

  it('asks nobody in', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    const missing = await get({});
    expectProblem(missing, 401, 'token_missing');
    expect(missing.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
    expectProblem(await get({ session: 'garbage' }), 401, 'token_invalid');
    expectProblem(await get({ refresh: device.refresh }), 401, 'token_missing');
    clock.pass(HOUR);
    const expired = await get(device);
    expectProblem(expired, 401, 'token_expired');
    expect(expired.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it.each<[string, (device: Device & { email: string }) => Promise<unknown>]>([
    ['banned', ({ email }) => changeUser(auth, email, { ban: {} })],
    ['of an older generation', ({ email }) => changeUser(auth, email, { gen: 1 })],
    ['signed out', (device) => send(auth, 'post', 'signout', device)],
    ['deleted', ({ email }) => auth.connection.collection('users').deleteOne({ email })],
    [
      'without a session',
      (device) => auth.connection.collection<{ _id: string }>('sessions').deleteOne({ _id: sidOf(device) }),
    ],
  ])('counts a token as revoked at once when its owner is %s', async (_how, revoke) => {
    const device = await signUpDevice(auth);
    await list(device);
    await revoke(device);
    expectProblem(await get(device), 401, 'token_revoked');
  });
});
