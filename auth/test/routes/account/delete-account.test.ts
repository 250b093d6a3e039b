import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onlyAdmins, putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { isCleared, setCookies } from '../../support/cookies';
import {
  bearerOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { userDocument } from '../../support/documents';
import { collectLogs } from '../../support/logs';
import { PASSWORD, signUp } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { accessTokenIn, jwtPart } from '../../support/tokens';

describe('DELETE /api/users/me', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  const deleteMe = (device: Partial<Device>, password: unknown = PASSWORD) =>
    send(auth, 'delete', 'me', device).send({ password });
  const signIn = ({ email, password }: Owner) =>
    auth.request().post('/api/users/signin').send({ email, password });
  const tombstone = ({ id }: Owner) => userDocument(auth, `deleted:${id}`);
  const sessionsOf = ({ id }: Owner) => auth.connection.collection('sessions').countDocuments({ userId: id });

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
  });
  afterAll(() => auth.stop());

  it('deletes the account, and clears the cookies', async () => {
    const person = await signUpDevice(auth);
    const response = await deleteMe(person).expect(200);
    expect(response.body).toEqual({});
    expect([isCleared(response, 'session'), isCleared(response, 'refresh')]).toEqual([true, true]);
    expect(await userDocument(auth, person.email)).toBeNull();
    expectProblem(await signIn(person), 400, 'invalid_credentials');
  });

  it('ends every session and every token at once', async () => {
    const person = await signUpDevice(auth);
    const there = await signInDevice(auth, person);
    await deleteMe(person).expect(200);
    for (const device of [person, there]) {
      expect((await send(auth, 'get', 'currentuser', device).expect(200)).body).toEqual({
        currentUser: null,
        reason: 'token_revoked',
      });
      expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
      expectProblem(await refreshDevice(auth, device), 401, 'session_expired');
    }
    expect(auth.services.revocations.list.isRevoked(jwtPart(accessTokenIn(there.session), 1))).toBe(true);
  });

  it('leaves nothing of the person, but that their tokens are dead', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'sessions', person).expect(200);
    const again = await signInDevice(auth, person);
    await deleteMe(again).expect(200);
    const left = (await tombstone(person))!;
    expect(Object.keys(left).sort()).toEqual(
      [
        '_id',
        'createdAt',
        'deletedAt',
        'email',
        'gen',
        'password',
        'revokedAt',
        'roles',
        'sessionGen',
      ].sort(),
    );
    expect(left).toMatchObject({ password: '', roles: [], gen: 2, sessionGen: 2 });
    expect(await sessionsOf(person)).toBe(0);
    await auth.services.relay.drain();
    const everything = await Promise.all(
      (await auth.connection.listCollections()).map(({ name }) =>
        auth.connection.collection(name).find().toArray(),
      ),
    );
    expect(JSON.stringify(everything)).not.toContain(person.email);
  });

  it('frees the email at once, for an account of its own', async () => {
    const person = await signUpDevice(auth);
    await deleteMe(person).expect(200);
    const next = await signUp(auth, { email: person.email });
    expect(next.id).not.toBe(person.id);
    expectProblem(await send(auth, 'get', 'sessions', person), 401, 'token_revoked');
    await next.browser.delete('/api/users/me').send({ password: next.password }).expect(200);
    await signUp(auth, { email: person.email });
  });

  it('works for a caller who is signed in, however often a stranger has failed to sign in', async () => {
    const person = await signUpDevice(auth);
    for (let n = 0; n < 20; n++)
      expectProblem(await signIn({ ...person, password: `wrong ${n}` }), 400, 'invalid_credentials');
    expectTooMany(await signIn(person));
    await deleteMe(person).expect(200);
  });

  it('needs the right password, and ends the session at the tenth wrong one', async () => {
    const person = await signUpDevice(auth);
    for (let n = 0; n < 10; n++)
      expectProblem(await deleteMe(person, `wrong ${n}`), 400, 'invalid_credentials');
    expectProblem(await deleteMe(person), 401, 'token_revoked');
    await deleteMe({ ...person, ...(await signInDevice(auth, person)) }).expect(200);
  });

  it.each<[string, unknown]>([
    ['an empty one', ''],
    ['an operator', { $ne: '' }],
    ['a list', [PASSWORD]],
    ['null', null],
    ['a yes', true],
  ])('refuses %s as the password', async (_what, password) => {
    const person = await signUpDevice(auth);
    const response = await send(auth, 'delete', 'me', person).send({ password });
    expectInvalid(response, 'password');
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('needs a token that is still good, at this origin', async () => {
    const [person, admin] = [await signUpDevice(auth), await signUpAdmin(auth)];
    expectProblem(await deleteMe({}), 401, 'token_missing');
    expectProblem(await deleteMe({ refresh: person.refresh }), 401, 'token_missing');
    expectProblem(await deleteMe({ session: 'garbage' }), 401, 'token_invalid');
    expectProblem(await deleteMe(person).set('Sec-Fetch-Site', 'same-site'), 403, 'cross_origin');
    await putBan(auth, admin, person.id).expect(200);
    expectProblem(await deleteMe(person), 401, 'token_revoked');
    expect(await userDocument(auth, person.email)).not.toBeNull();
  });

  it('deletes the account of a bearer token, and leaves the cookies of another one alone', async () => {
    const [person, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    const response = await deleteMe(other).set(bearerOf(person)).expect(200);
    expect(setCookies(response)).toEqual([]);
    expect(await tombstone(person)).not.toBeNull();
    await send(auth, 'get', 'sessions', other).expect(200);
  });

  it('does not happen to the last admin, who can go once there is another', async () => {
    const admin = await signUpAdmin(auth);
    await onlyAdmins(auth, admin);
    expectProblem(await deleteMe(admin), 409, 'last_admin');
    expect(await userDocument(auth, admin.email)).toMatchObject({ roles: ['admin'] });
    expect(await userDocument(auth, admin.email)).not.toHaveProperty('leaving');
    await send(auth, 'get', 'audit', admin).expect(200);
    await signUpAdmin(auth);
    await deleteMe(admin).expect(200);
  });
});
