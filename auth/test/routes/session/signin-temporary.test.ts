import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword, NOBODYS_HASH } from '../../../src/credentials/password/password-hash';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { deviceOf, refreshDevice, send, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { invite, signUpWith } from '../../support/invitations';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { OWN, setTemporary, TEMPORARY, withTemporary } from '../../support/temporary-passwords';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
});
afterEach(restartClock);
afterAll(() => auth.stop());

const signIn = (email: string, password: string, newPassword?: unknown) =>
  auth.request().post('/api/users/signin').send({ email, password, newPassword });

describe('a temporary password', () => {
  it('ends all sessions and access tokens, as a ban does', async () => {
    const owner = await withTemporary(auth);
    expectProblem(await refreshDevice(auth, owner), 401, 'session_revoked');
    expectProblem(await send(auth, 'get', 'sessions', owner), 401, 'token_revoked');
    const { gen } = (await userDocument(auth, owner.email))!;
    expect(auth.services.revocations.list.isRevoked({ sub: owner.id, sid: 'any', gen: gen - 1 })).toBe(true);
  });

  it('opens nothing without a new password', async () => {
    const { email } = await withTemporary(auth);
    const response = await signIn(email, TEMPORARY);
    expectProblem(response, 403, 'password_change_required');
    expect(setCookies(response)).toEqual([]);
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
  });

  it('is replaced by the new one, and its owner is signed in', async () => {
    const { id, email } = await withTemporary(auth);
    const response = await signIn(email, TEMPORARY, OWN).expect(200);
    expect(response.body).toMatchObject({ id, email });
    await refreshDevice(auth, deviceOf(response)).expect(200);
    expectProblem(await signIn(email, TEMPORARY), 400, 'invalid_credentials');
    expectProblem(await signIn(email, TEMPORARY, OWN), 400, 'invalid_credentials');
    await signIn(email, OWN).expect(200);
    expect(await userDocument(auth, email)).not.toHaveProperty('temporaryPassword');
  });

  it.each([
    ['too short', 'short'],
    ['easy to guess', 'password1234'],
    ['the temporary one', TEMPORARY],
    ['no text', { $ne: '' }],
    ['empty', ''],
    ['null', null],
  ])('is not replaced by one that is %s', async (_what, next) => {
    const { email } = await withTemporary(auth);
    expectInvalid(await signIn(email, TEMPORARY, next), 'newPassword');
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
  });

  it('is a wrong password after its time, and so is the old one', async () => {
    const clock = stopClock();
    const { email } = await withTemporary(auth);
    clock.pass(DAY - 1000);
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
    clock.pass(1000);
    const late = await signIn(email, TEMPORARY, OWN);
    expectProblem(late, 400, 'invalid_credentials');
    expect(late.text).toBe((await signIn(newEmail(), TEMPORARY, OWN)).text);
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
  });

  it('cannot be replaced without knowing it, and wrong guesses count', async () => {
    const { email } = await withTemporary(auth);
    const statuses = new Set<number>();
    for (let n = 0; n < 20; n++) statuses.add((await signIn(email, `wrong-${n}`, OWN)).status);
    expect([...statuses]).toEqual([400]);
    expectTooMany(await signIn(email, TEMPORARY, OWN));
  });

  it('clears the failed sign-ins of the account', async () => {
    const { id, email } = await signUpDevice(auth);
    for (let n = 0; n < 20; n++) await signIn(email, `wrong-${n}`);
    expectTooMany(await signIn(email, PASSWORD));
    await setTemporary(auth, id);
    await signIn(email, TEMPORARY, OWN).expect(200);
  });

  it('tells of a ban before it asks for anything', async () => {
    const { email } = await withTemporary(auth);
    await changeUser(auth, email, { ban: {} });
    expectProblem(await signIn(email, TEMPORARY, OWN), 403, 'banned');
    expectProblem(await signIn(email, OWN), 400, 'invalid_credentials');
  });

  it('opens nothing at a repeated sign-up by invitation either', async () => {
    const { email, id, token } = await invite(auth);
    await auth.services.stores.accounts.insert(email, await hashPassword(PASSWORD), id);
    await setTemporary(auth, id);
    const response = await signUpWith(auth, { email, password: TEMPORARY, token });
    expectProblem(response, 403, 'password_change_required');
    expect(setCookies(response)).toEqual([]);
  });

  it('is replaced by one of two requests at once', async () => {
    const { email } = await withTemporary(auth);
    const wishes = ['quite another staple of horses', 'a battery of correct staples'];
    const answers = await Promise.all(wishes.map((wish) => signIn(email, TEMPORARY, wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const winner = answers.findIndex(({ status }) => status === 200);
    await signIn(email, wishes[winner]!).expect(200);
    expectProblem(await signIn(email, wishes[1 - winner]!), 400, 'invalid_credentials');
  });

  it('is set by one of two operators at once, and the other is told', async () => {
    const { id, email } = await signUpDevice(auth);
    const words = ['abcd-abcd-abcd-abcd', 'wxyz-wxyz-wxyz-wxyz'];
    const { accounts } = auth.services.stores;
    const read = (await accounts.findById(id))!;
    const until = new Date(Date.now() + DAY);
    const set = async (word: string) =>
      accounts.setTemporaryPassword(read, { hash: await hashPassword(word), until }, NOBODYS_HASH);
    const outcomes = await Promise.all(words.map(set));
    const winner = outcomes.findIndex((outcome) => outcome !== undefined);
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
    expectProblem(await signIn(email, words[winner]!), 403, 'password_change_required');
    expectProblem(await signIn(email, words[1 - winner]!), 400, 'invalid_credentials');
  });

  it('is not replaced by a sign-in that was checked before another one was set', async () => {
    const { id, email } = await withTemporary(auth);
    const { accounts } = auth.services.stores;
    const read = (await accounts.findById(id))!;
    await setTemporary(auth, id, 'wxyz-wxyz-wxyz-wxyz');
    expect(await accounts.changePassword(read, await hashPassword(OWN))).toBeUndefined();
    expectProblem(await signIn(email, OWN), 400, 'invalid_credentials');
  });

  it.each([
    null,
    {},
    { foo: 1 },
    { hash: 'x' },
    { hash: 'x', until: 'soon' },
    { until: new Date() },
    'x',
    [],
  ])('is none where an older service kept %j under its name', async (temporaryPassword) => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { temporaryPassword });
    await signIn(email, PASSWORD).expect(200);
  });

  it('leaves nothing of itself in a deleted account', async () => {
    const { id } = await withTemporary(auth);
    const { accounts } = auth.services.stores;
    await accounts.change((await accounts.findById(id))!, { kind: 'delete' });
    expect(await userDocument(auth, `deleted:${id}`)).not.toHaveProperty('temporaryPassword');
  });
});

describe('newPassword at a sign-in with a password of one’s own', () => {
  it('changes nothing, and is judged as for anybody', async () => {
    const { email, password } = await signUpDevice(auth);
    await signIn(email, password, OWN).expect(200);
    await signIn(email, password).expect(200);
    expectInvalid(await signIn(email, password, 'short'), 'newPassword');
    expectInvalid(await signIn(newEmail(), password, 'short'), 'newPassword');
  });
});
