import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue, isCleared } from '../../support/cookies';
import {
  cookiesOf,
  deviceOf,
  refreshDevice,
  send,
  sidOf,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { sessionDocument, userDocument } from '../../support/documents';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

const STEP_UP = { purpose: 'step-up' };
const CEREMONY = 'ceremony-step-up';

describe('a step-up', () => {
  let auth: TestAuth;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  /** Begins one, and gives the value of its cookie. */
  async function begin(device: Device): Promise<string> {
    const response = await send(auth, 'post', 'authentication', device).send(STEP_UP).expect(201);
    expect(response.body).toEqual({ factors: ['password'] });
    return cookieValue(response, CEREMONY)!;
  }

  const withCeremony = (device: Device, secret: string) => `${cookiesOf(device)}; ${CEREMONY}=${secret}`;

  const prove = (device: Device, secret: string, password: string): Promise<Response> =>
    send(auth, 'post', 'authentication/password', device)
      .set('Cookie', withCeremony(device, secret))
      .send({ ...STEP_UP, password });

  it('makes the session fresh, and tells it in the access token', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(14 * MINUTE);
    const secret = await begin(device);
    const response = await prove(device, secret, PASSWORD);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id: device.id });
    expect(claimsOf(response)).toMatchObject({
      sid: sidOf(device),
      auth_time: now(),
      amr: ['pwd'],
      acr: 'aal1',
    });
    expect(isCleared(response, CEREMONY)).toBe(true);
    const refreshed = await refreshDevice(auth, device).expect(200);
    expect(claimsOf(refreshed)).toMatchObject({ auth_time: now() });
    await auth.services.relay.drain();
    const told = auth.connection.collection('events').find({ account: device.id, type: 'step_up' });
    expect(await told.toArray()).toHaveLength(1);
  });

  it('counts once, and is over then', async () => {
    const device = await signUpDevice(auth);
    const secret = await begin(device);
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await prove(device, secret, PASSWORD)).status),
    );
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expectProblem(await prove(device, secret, PASSWORD), 401, 'ceremony_expired');
  });

  it('takes five attempts, whatever comes of them', async () => {
    const device = await signUpDevice(auth);
    const secret = await begin(device);
    for (let n = 0; n < 5; n++)
      expectProblem(await prove(device, secret, `wrong ${n}`), 400, 'invalid_credentials');
    expectProblem(await prove(device, secret, PASSWORD), 401, 'ceremony_expired');
    expect((await prove(device, await begin(device), PASSWORD)).status).toBe(200);
  });

  it('ends the session at the tenth wrong password', async () => {
    const device = await signUpDevice(auth);
    for (let n = 0; n < 2; n++) {
      const secret = await begin(device);
      for (let guess = 0; guess < 5; guess++)
        expectProblem(await prove(device, secret, `wrong ${n}.${guess}`), 400, 'invalid_credentials');
    }
    expectProblem(await send(auth, 'post', 'authentication', device).send(STEP_UP), 401, 'token_revoked');
    const session = await sessionDocument(auth, sidOf(device));
    expect(session).toMatchObject({ revokedBecause: 'too_many_wrong_passwords' });
  });

  it('is of the session that began it alone, of the same account too', async () => {
    const device = await signUpDevice(auth);
    const other = await signInDevice(auth, device);
    const secret = await begin(device);
    expectProblem(await prove(other, secret, PASSWORD), 401, 'ceremony_expired');
    const shown = send(auth, 'get', 'authentication?purpose=step-up', other);
    expectProblem(await shown.set('Cookie', withCeremony(other, secret)), 401, 'ceremony_expired');
    await send(auth, 'delete', 'authentication?purpose=step-up', other)
      .set('Cookie', withCeremony(other, secret))
      .expect(200);
    expect((await prove(device, secret, PASSWORD)).status).toBe(200);
  });

  it('can be shown and given up', async () => {
    const device = await signUpDevice(auth);
    const secret = await begin(device);
    const ask = (method: 'get' | 'delete') =>
      send(auth, method, 'authentication?purpose=step-up', device).set(
        'Cookie',
        withCeremony(device, secret),
      );
    expect((await ask('get').expect(200)).body).toEqual({ factors: ['password'] });
    expect(isCleared(await ask('delete').expect(200), CEREMONY)).toBe(true);
    expectProblem(await ask('get'), 401, 'ceremony_expired');
    expectProblem(await prove(device, secret, PASSWORD), 401, 'ceremony_expired');
  });

  it('names its purpose', async () => {
    const device = await signUpDevice(auth);
    expectInvalid(await send(auth, 'post', 'authentication', device).send({ purpose: 'fun' }), 'purpose');
    expectInvalid(await send(auth, 'get', 'authentication', device), 'purpose');
    expectInvalid(
      await send(auth, 'post', 'authentication/password', device).send({ password: PASSWORD }),
      'purpose',
    );
  });

  it('asks for the proof of the session, which an access token alone is not', async () => {
    const { session } = await signUpDevice(auth);
    expectProblem(
      await send(auth, 'post', 'authentication', { session }).send(STEP_UP),
      401,
      'token_expired',
    );
  });

  it('stands where a password was asked', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    const next = { newPassword: 'quite another password' };
    clock.pass(11 * MINUTE);
    for (const refused of [
      await send(auth, 'delete', 'me', device),
      await send(auth, 'post', 'password', device).send(next),
    ]) {
      expectProblem(refused, 401, 'insufficient_user_authentication');
      expect(refused.headers['www-authenticate']).toContain('max_age=600');
    }
    await prove(device, await begin(device), PASSWORD);
    const proven = now();
    clock.pass(9 * MINUTE);
    const changed = await send(auth, 'post', 'password', await renewed(device))
      .send(next)
      .expect(200);
    expect(claimsOf(changed)).toMatchObject({ auth_time: proven, amr: ['pwd'] });
    await send(auth, 'delete', 'me', deviceOf(changed)).expect(200);
    expect(await userDocument(auth, device.email)).toBeNull();
  });

  it('is not needed beside the password, for one more version', async () => {
    const clock = stopClock();
    const device = await signUpDevice(auth);
    clock.pass(14 * MINUTE);
    expectProblem(
      await send(auth, 'delete', 'me', device).send({ password: 'wrong' }),
      400,
      'invalid_credentials',
    );
    await send(auth, 'delete', 'me', device).send({ password: PASSWORD }).expect(200);
  });

  const renewed = async (device: Device) => deviceOf(await refreshDevice(auth, device).expect(200));
});
