import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { changeNow } from '../../support/change-account';
import { occupyCores } from '../../support/busy-hashes';
import { DAY, MINUTE, SECOND, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import {
  deviceOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { gather } from '../../support/hold';
import { expectProblem, expectTooMany } from '../../support/problems';

describe('when POST /api/users/refresh ends', () => {
  let auth: TestAuth;
  let clock: ReturnType<typeof stopClock>;

  const next = async (device: Device) => deviceOf(await refreshDevice(auth, device).expect(200));

  /** Expects a refusal for good. It touches no cookie, since it may arrive after a sign-in. */
  async function expectEnded(device: Device, status: number, code: string): Promise<void> {
    const response = await refreshDevice(auth, device);
    expectProblem(response, status, code);
    expect(setCookies(response)).toEqual([]);
  }

  beforeAll(async () => {
    auth = await startAuth();
  });
  beforeEach(() => {
    clock = stopClock();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('after 7 days without use: session_expired', async () => {
    const [used, unused] = [await signUpDevice(auth), await signUpDevice(auth)];
    clock.pass(7 * DAY - 1);
    const renewed = await next(used);
    clock.pass(1);
    await expectEnded(unused, 401, 'session_expired');
    clock.pass(7 * DAY - 2);
    await next(renewed);
  });

  it('after 30 days in any case: session_expired', async () => {
    let device: Device = await signUpDevice(auth);
    for (let week = 0; week < 5; week++) {
      clock.pass(6 * DAY - (week === 4 ? 1 : 0));
      device = await next(device);
    }
    clock.pass(1);
    await expectEnded(device, 401, 'session_expired');
  });

  it('for a banned account: 403, and 401 session_revoked once the ban has passed', async () => {
    const device = await signUpDevice(auth);
    await changeNow(auth, device.id, { kind: 'ban', ban: { until: new Date(Date.now() + DAY) } });
    await expectEnded(device, 403, 'banned');
    clock.pass(DAY);
    await expectEnded(device, 401, 'session_revoked');
  });

  it('for an account that is gone: session_revoked', async () => {
    const device = await signUpDevice(auth);
    await auth.connection.collection('users').deleteOne({ email: device.email });
    await expectEnded(device, 401, 'session_revoked');
  });

  it('for a sign-in that raced a password change, at its first refresh', async () => {
    const owner = await signUpDevice(auth);
    const { hashes, stores } = auth.services;
    const account = await stores.accounts.findByEmail(owner.email);
    const free = occupyCores(auth);

    // It has read the account and waits for a core to check the old password on, while the password is changed.
    const signingIn = signInDevice(auth, owner);
    while (hashes.waiting() === 1) await new Promise(setImmediate);
    const changed = await stores.accounts.changePassword(account!, 'not-the-old-hash');
    expect(changed).toMatchObject({ gen: 1, sessionGen: 1 });
    await free();

    const device = await signingIn;
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
    await expectEnded(device, 401, 'session_revoked');
    await expectEnded(owner, 401, 'session_revoked');
  });

  it('not after more than 60 in a minute: 429 leaves the cookies as they are', async () => {
    const [first, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    let busy: Device = first;
    for (let n = 0; n < 60; n++) busy = await next(busy);
    const refused = await refreshDevice(auth, busy);
    expect(expectTooMany(refused)).toBeLessThanOrEqual(60);
    expect(setCookies(refused)).toEqual([]);
    // An office has one address: the limit is the session's.
    await next(other);
    clock.pass(MINUTE);
    await next(busy);
  });

  it('not after more than 60 repetitions in a minute, which the person is not charged with', async () => {
    const device = await signUpDevice(auth);
    const renewed = await next(device);
    for (let n = 0; n < 60; n++) await next(device);
    expectTooMany(await refreshDevice(auth, device));
    let busy = renewed;
    for (let n = 0; n < 59; n++) busy = await next(busy);
    expectTooMany(await refreshDevice(auth, busy));
  });

  it('not with parallel refreshes, of which one is charged', async () => {
    let device: Device = await signUpDevice(auth);
    for (let n = 0; n < 4; n++) {
      // All have found the token to be current before one exchanges it.
      gather(auth.services.stores.sessions, 'find', 20);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refreshDevice(auth, device)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      device = deviceOf(answers[0]!);
    }
  });

  it('cannot be brought about by a client that knows only the sid', async () => {
    const device = await signUpDevice(auth);
    const [sid, , t] = device.refresh.split('.');
    const guess = { session: device.session, refresh: `${sid}.${'A'.repeat(22)}.${t}` };
    const guesses = await Promise.all(Array.from({ length: 70 }, () => refreshDevice(auth, guess)));
    for (const answer of guesses) expectProblem(answer, 401, 'session_expired');
    await next(device);
  });

  it('at an address that asks 300 times a minute without a session: 429, and cookies stay', async () => {
    const device = await signUpDevice(auth);
    const ask = () => refreshDevice(auth, {}).set('X-Forwarded-For', '203.0.113.50');
    for (let n = 0; n < 6; n++) await Promise.all(Array.from({ length: 50 }, () => ask().expect(401)));
    const refused = await ask();
    expectTooMany(refused);
    expect(setCookies(refused)).toEqual([]);
    await refreshDevice(auth, device).set('X-Forwarded-For', '203.0.113.50').expect(200);
    clock.pass(MINUTE + SECOND);
    await ask().expect(401);
  });
});
