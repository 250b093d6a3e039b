import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UnavailableError } from '@latchkey/common';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setCookies } from '../../support/cookies';
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
import { changeUser, sessionDocument, userDocument } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

const NEXT = 'quite another password';

describe('POST /api/users/password', () => {
  let auth: TestAuth;
  const change = (
    device: Partial<Device>,
    currentPassword: unknown = PASSWORD,
    newPassword: unknown = NEXT,
  ) => send(auth, 'post', 'password', device).send({ currentPassword, newPassword });
  const signIn = (email: string, password: string) =>
    auth.request().post('/api/users/signin').send({ email, password });

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterAll(() => auth.stop());

  it('changes the password', async () => {
    const here = await signUpDevice(auth);
    const response = await change(here).expect(200);
    expect(response.body).toEqual({ id: here.id, email: here.email, roles: [], emailVerified: false });
    expectProblem(await signIn(here.email, PASSWORD), 400, 'invalid_credentials');
    await signIn(here.email, NEXT).expect(200);
  });

  it('ends every session, and this browser goes on with new cookies', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    const response = await change(here).expect(200);
    const after = deviceOf(response);
    expect(sidOf(after)).not.toBe(sidOf(here));
    expect(claimsOf(response)).toMatchObject({ gen: 1, sub: here.id });
    for (const old of [here, there]) {
      expectProblem(await send(auth, 'get', 'sessions', old), 401, 'token_revoked');
      expectProblem(await refreshDevice(auth, old), 401, 'session_revoked');
    }
    const list = await send(auth, 'get', 'sessions', after).expect(200);
    expect(list.body).toEqual({ sessions: [expect.objectContaining({ id: sidOf(after), current: true })] });
    await refreshDevice(auth, deviceOf(await refreshDevice(auth, after).expect(200))).expect(200);
  });

  it('refuses a wrong current password, and changes nothing', async () => {
    const here = await signUpDevice(auth);
    const before = await userDocument(auth, here.email);
    const response = await change(here, 'not my password');
    expectProblem(response, 400, 'invalid_credentials');
    expect(setCookies(response)).toEqual([]);
    expect(await userDocument(auth, here.email)).toEqual(before);
    await refreshDevice(auth, here).expect(200);
  });

  it('works for a caller who is signed in, however often a stranger has failed to sign in', async () => {
    const here = await signUpDevice(auth);
    for (let n = 0; n < 20; n++)
      expectProblem(await signIn(here.email, `wrong ${n}`), 400, 'invalid_credentials');
    expectTooMany(await signIn(here.email, PASSWORD));
    await change(here).expect(200);
  });

  it('ends the session at the tenth wrong password in a row, and no other session', async () => {
    const here = await signUpDevice(auth);
    let device: Device = here;
    const fail = async (times: number) => {
      for (let n = 0; n < times; n++)
        expectProblem(await change(device, `wrong ${n}`), 400, 'invalid_credentials');
    };
    await fail(9);
    device = deviceOf(await change(device, PASSWORD, 'the second password').expect(200));
    const there = await signInDevice(auth, { ...here, password: 'the second password' });
    await fail(9);
    await send(auth, 'get', 'sessions', device).expect(200);
    await fail(1);
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    expectProblem(await change(device, 'the second password'), 401, 'token_revoked');
    expect(await sessionDocument(auth, sidOf(device))).toMatchObject({
      revokedBecause: 'too_many_wrong_passwords',
    });
    await refreshDevice(auth, there).expect(200);
  });

  it('lets no more than ten of many guesses through that come at once', async () => {
    const here = await signUpDevice(auth);
    const guesses = Array.from({ length: 20 }, (_, n) => change(here, `wrong ${n}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(10);
    expect(statuses.slice(10)).toEqual(Array<number>(10).fill(401));
    expectProblem(await change(here), 401, 'token_revoked');
  });

  it('lets exactly one of two parallel changes through', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    const passwords = ['the first new password', 'the second new password'];
    const answers = await Promise.all([
      change(here, PASSWORD, passwords[0]),
      change(there, PASSWORD, passwords[1]),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expectProblem(answers[1 - winner]!, 400, 'invalid_credentials');
    await signIn(here.email, passwords[winner]!).expect(200);
    expectProblem(await signIn(here.email, passwords[1 - winner]!), 400, 'invalid_credentials');
    await refreshDevice(auth, deviceOf(answers[winner]!)).expect(200);
    for (const old of [here, there]) expectProblem(await refreshDevice(auth, old), 401, 'session_revoked');
  });

  it('works with a bearer token', async () => {
    const here = await signUpDevice(auth);
    const response = await change({}).set(bearerOf(here)).expect(200);
    expect(response.body).toMatchObject({ id: here.id });
    expectProblem(await refreshDevice(auth, here), 401, 'session_revoked');
    await refreshDevice(auth, deviceOf(response)).expect(200);
  });

  it('works with a bearer token beside cookies of somebody else, which stay as they are', async () => {
    const [here, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const there = await signInDevice(auth, here);
    const response = await change(other).set(bearerOf(here)).expect(200);
    expect(setCookies(response)).toEqual([]);
    await signIn(here.email, NEXT).expect(200);
    await refreshDevice(auth, other).expect(200);
    expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
    // Nothing could be written for the session which did it, so that it ends with the others.
    expectProblem(await send(auth, 'get', 'sessions', here), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, here), 401, 'session_revoked');
  });

  it('by a bearer token beside cookies of another session of the same person ends that one too', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    expect(setCookies(await change(there).set(bearerOf(here)).expect(200))).toEqual([]);
    for (const old of [here, there]) expectProblem(await refreshDevice(auth, old), 401, 'session_revoked');
  });

  it('by a bearer token beside a refresh token of another session alone writes no cookies', async () => {
    const [here, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const response = await change({ refresh: other.refresh }).set(bearerOf(here)).expect(200);
    expect(setCookies(response)).toEqual([]);
    expectProblem(await refreshDevice(auth, here), 401, 'session_revoked');
    await refreshDevice(auth, other).expect(200);
  });

  it('signs nobody out when the write fails, and leaves no session behind', async () => {
    const here = await signUpDevice(auth);
    const { accounts } = auth.services.stores;
    const failing = jest.spyOn(accounts, 'changePassword').mockRejectedValueOnce(new UnavailableError());
    expectProblem(await change(here), 503, 'unavailable');
    failing.mockRestore();
    const open = await auth.connection
      .collection('sessions')
      .countDocuments({ userId: here.id, revokedAt: null });
    expect(open).toBe(1);
    await refreshDevice(auth, here).expect(200);
  });

  it.each<[string, unknown, unknown, string[]]>([
    ['an empty one', '', NEXT, ['currentPassword']],
    ['an operator as one', { $gt: '' }, NEXT, ['currentPassword']],
    ['no new password', PASSWORD, undefined, ['newPassword']],
    ['one that is too short', PASSWORD, 'short', ['newPassword']],
    ['a common one', PASSWORD, 'password1', ['newPassword']],
    ['one that is made of the email', PASSWORD, 'Person.Example1', ['newPassword']],
    ['a list as one', PASSWORD, [NEXT], ['newPassword']],
    ['neither', null, null, ['currentPassword', 'newPassword']],
  ])('refuses %s', async (_what, current, next, fields) => {
    const here = await signUpDevice(auth);
    // Undefined would be the default of `change`.
    const body = { currentPassword: current, newPassword: next };
    expectInvalid(await send(auth, 'post', 'password', here).send(body), ...fields);
    await signIn(here.email, PASSWORD).expect(200);
  });

  it('needs a token that is still good, before anything else', async () => {
    const here = await signUpDevice(auth);
    expectProblem(await change({}), 401, 'token_missing');
    expectProblem(await change({}, 7, 7), 401, 'token_missing');
    expectProblem(await change({ refresh: here.refresh }), 401, 'token_missing');
    expectProblem(await change(here).set('Sec-Fetch-Site', 'cross-site'), 403, 'cross_origin');
    await changeUser(auth, here.email, { ban: {} });
    expectProblem(await change(here), 401, 'token_revoked');
    expectProblem(await signIn(here.email, PASSWORD), 403, 'banned');
    expectProblem(await signIn(newEmail(), PASSWORD), 400, 'invalid_credentials');
  });
});
