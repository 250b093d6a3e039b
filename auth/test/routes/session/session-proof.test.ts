import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { isCleared, setCookies } from '../../support/cookies';
import {
  bearerOf,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { changeUser, sessionDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { accessTokenIn } from '../../support/tokens';

describe('what proves a session that is to be ended', () => {
  let auth: TestAuth;
  const isEnded = async (device: Device) => Boolean((await sessionDocument(auth, sidOf(device)))?.revokedAt);
  const bearer = (device: Device) => ['Authorization', `Bearer ${accessTokenIn(device.session)}`] as const;

  /** Signs out, or in again, with these cookies. */
  const leave = (route: 'signout' | 'signin', { email, password }: Owner, cookies: Partial<Device>) =>
    send(auth, 'post', route, cookies).send({ email, password }).expect(200);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  describe.each(['signout', 'signin'] as const)('POST /api/users/%s', (route) => {
    it('takes an access token alone while it lasts', async () => {
      const owner = await signUpDevice(auth);
      await leave(route, owner, { session: owner.session });
      expect(await isEnded(owner)).toBe(true);
    });

    it('takes an expired access token only beside the refresh token', async () => {
      const clock = stopClock();
      const owner = await signUpDevice(auth);
      clock.pass(20 * MINUTE);
      await leave(route, owner, { session: owner.session });
      expect(await isEnded(owner)).toBe(false);
      await leave(route, owner, owner);
      expect(await isEnded(owner)).toBe(true);
    });

    it('takes a revoked access token only beside the refresh token', async () => {
      const owner = await signUpDevice(auth);
      const { accounts } = auth.services;
      await accounts.endOtherSessions((await accounts.find(owner.id))!, sidOf(owner), []);
      await leave(route, owner, { session: owner.session });
      expect(await isEnded(owner)).toBe(false);
      await leave(route, owner, owner);
      expect(await isEnded(owner)).toBe(true);
    });

    it('takes no refresh token of another session', async () => {
      const clock = stopClock();
      const owner = await signUpDevice(auth);
      const other = await signInDevice(auth, owner);
      clock.pass(20 * MINUTE);
      await leave(route, owner, { session: owner.session, refresh: other.refresh });
      expect([await isEnded(owner), await isEnded(other)]).toEqual([false, false]);
    });
  });

  describe('POST /api/users/signout with a bearer token', () => {
    const signOut = (device: Device, cookies: Partial<Device> = {}) =>
      send(auth, 'post', 'signout', cookies).set(...bearer(device));

    it('that has expired: 401, since nothing was ended', async () => {
      const clock = stopClock();
      const device = await signUpDevice(auth);
      clock.pass(20 * MINUTE);
      expectProblem(await signOut(device), 401, 'token_expired');
      expect(await isEnded(device)).toBe(false);
    });

    it('that was revoked: 401', async () => {
      const device = await signUpDevice(auth);
      await signOut(device).expect(200);
      expectProblem(await signOut(device), 401, 'token_revoked');
    });

    it('leaves the cookies of another session in the browser, and clears its own', async () => {
      const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
      expect(setCookies(await signOut(device, other).expect(200))).toEqual([]);
      expect([await isEnded(device), await isEnded(other)]).toEqual([true, false]);
      const own = await signOut(other, other).expect(200);
      expect([isCleared(own, 'session'), isCleared(own, 'refresh')]).toEqual([true, true]);
    });
  });

  it('DELETE /api/users/sessions/:id by a bearer token leaves the cookies of another session', async () => {
    const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const end = send(auth, 'delete', `sessions/${sidOf(device)}`, other).set(bearerOf(device));
    expect(setCookies(await end.expect(200))).toEqual([]);
    expect([await isEnded(device), await isEnded(other)]).toEqual([true, false]);
  });

  it('DELETE /api/users/sessions by a bearer token writes none beside a foreign refresh token', async () => {
    const [device, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const end = send(auth, 'delete', 'sessions', { refresh: other.refresh }).set(bearerOf(device));
    expect(setCookies(await end.expect(200))).toEqual([]);
  });

  it('a session that a ban has ended is not kept by a request that had passed before', async () => {
    const device = await signUpDevice(auth);
    const read = (await auth.services.accounts.find(device.id))!;
    await changeUser(auth, device.email, { sessionGen: 1 });
    expect(await auth.services.accounts.endOtherSessions(read, sidOf(device), [])).toBeUndefined();
    expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
  });
});
