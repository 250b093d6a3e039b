import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { cookieValue, setCookies } from '../../support/cookies';
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
import { userDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

describe('DELETE /api/users/sessions', () => {
  let auth: TestAuth;
  const endOthers = (device: Partial<Device>) => send(auth, 'delete', 'sessions', device);

  /** This device after it has ended the others: a new session cookie beside the same refresh token. */
  async function alone(device: Device): Promise<Device> {
    const response = await endOthers(device).expect(200);
    expect(response.body).toEqual({});
    expect(setCookies(response)).toHaveLength(1);
    return { ...device, session: cookieValue(response, 'session')! };
  }

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('ends all other sessions, and this one goes on with its new cookie', async () => {
    const here = await signUpDevice(auth);
    const others = [await signInDevice(auth, here), await signInDevice(auth, here)];
    const after = await alone(here);
    expect(sidOf(after)).toBe(sidOf(here));
    for (const other of others) {
      expectProblem(await send(auth, 'get', 'sessions', other), 401, 'token_revoked');
      expectProblem(await refreshDevice(auth, other), 401, 'session_revoked');
    }
    await send(auth, 'get', 'sessions', after).expect(200);
    const refreshed = await refreshDevice(auth, after).expect(200);
    await refreshDevice(auth, deviceOf(refreshed)).expect(200);
  });

  it('makes the old access tokens dead, that of this session too', async () => {
    const here = await signUpDevice(auth);
    const after = await alone(here);
    expectProblem(await send(auth, 'get', 'sessions', here), 401, 'token_revoked');
    expectProblem(await endOthers(here), 401, 'token_revoked');
    await send(auth, 'get', 'sessions', after).expect(200);
    expect(claimsOf(await refreshDevice(auth, here).expect(200))).toMatchObject({ gen: 1 });
  });

  it('can be done again, from the session that was kept and from a later one', async () => {
    const here = await signUpDevice(auth);
    const twice = await alone(await alone(here));
    const later = await signInDevice(auth, here);
    const thrice = await alone(twice);
    expectProblem(await refreshDevice(auth, later), 401, 'session_revoked');
    const last = await signInDevice(auth, here);
    const afterAll = await alone(last);
    expectProblem(await refreshDevice(auth, thrice), 401, 'session_revoked');
    await refreshDevice(auth, afterAll).expect(200);
    expect(await userDocument(auth, here.email)).toMatchObject({
      gen: 4,
      sessionGen: 4,
      keepSid: sidOf(last),
    });
  });

  it('leaves exactly one when two devices do it to each other at once', async () => {
    const one = await signUpDevice(auth);
    const two = await signInDevice(auth, one);
    await Promise.all([endOthers(one), endOthers(two)]);
    const answers = [await refreshDevice(auth, one), await refreshDevice(auth, two)];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('takes a bearer token, and then leaves the cookies of somebody else as they are', async () => {
    const [here, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const there = await signInDevice(auth, here);
    const response = await endOthers(other).set(bearerOf(here)).expect(200);
    expect(setCookies(response)).toEqual([]);
    await refreshDevice(auth, other).expect(200);
    await refreshDevice(auth, here).expect(200);
    expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
  });

  it('touches nobody else, and needs somebody who is signed in', async () => {
    const [here, stranger] = [await signUpDevice(auth), await signUpDevice(auth)];
    expectProblem(await endOthers({}), 401, 'token_missing');
    expectProblem(await endOthers(here).set('Origin', 'https://evil.example'), 403, 'cross_origin');
    await alone(here);
    await send(auth, 'get', 'sessions', stranger).expect(200);
    await refreshDevice(auth, stranger).expect(200);
  });
});
