import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../src/accounts/password-hash';
import { runAdmin } from './support/admin-command';
import { startAuth, type TestAuth } from './support/auth-service';
import { DAY, MINUTE, restartClock, stopClock } from './support/clock';
import { setCookies } from './support/cookies';
import { deviceOf, refreshDevice, send, signUpDevice } from './support/devices';
import { changeUser, userDocument } from './support/documents';
import { invite, signUpWith } from './support/invitations';
import { newEmail, PASSWORD } from './support/people';
import { expectInvalid, expectProblem, expectTooMany } from './support/problems';
import { endSpawned } from './support/spawn-auth';

const TEMPORARY = 'abcd-efgh-jkmn-pqrs';
const OWN = 'quite another staple of horses';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
});
afterEach(endSpawned);
afterEach(restartClock);
afterAll(() => auth.stop());

const signIn = (email: string, password: string, newPassword?: unknown) =>
  auth.request().post('/api/users/signin').send({ email, password, newPassword });

async function setTemporary(id: string, password = TEMPORARY) {
  const hash = await hashPassword(password);
  return auth.services.administration.setTemporaryPassword(id, {
    hash,
    until: new Date(Date.now() + DAY),
  });
}

/** Somebody for whom an operator has set a password. */
async function withTemporary() {
  const owner = await signUpDevice(auth);
  await setTemporary(owner.id);
  return owner;
}

describe('admin password', () => {
  it('prints a password, alone, with which its owner chooses another one', async () => {
    const { email, id } = await signUpDevice(auth);
    const { code, stdout, stderr } = await runAdmin(auth, ['password', ` ${email.toUpperCase()}`]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}\n$/),
    });
    expect(stderr).toMatch(/^admin: \S+ is signed out everywhere, and can sign in with this until 2\S+Z to /);
    const until = Date.parse(/until (2\S+Z)/.exec(stderr)![1]!);
    expect(Math.abs(until - Date.now() - DAY)).toBeLessThan(MINUTE);
    expect(await userDocument(auth, email)).toMatchObject({ temporaryPassword: { until: new Date(until) } });
    const temporary = stdout.trim();
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
    expectProblem(await signIn(email, temporary), 403, 'password_change_required');
    await signIn(email, temporary, OWN).expect(200);
    const [entry] = await auth.services.audit.list({ user: id, limit: 1 });
    expect(entry).toMatchObject({ actor: 'command line', action: 'set_password', outcome: 'done' });
    expect(entry).toMatchObject({ details: {}, from: hostname() });
    expect(JSON.stringify(await userDocument(auth, email))).not.toContain(temporary);
  });

  it('prints another one each time, and only the last works', async () => {
    const { email } = await signUpDevice(auth);
    const first = (await runAdmin(auth, ['password', email])).stdout.trim();
    const second = (await runAdmin(auth, ['password', email])).stdout.trim();
    expect(second).not.toBe(first);
    expectProblem(await signIn(email, first, OWN), 400, 'invalid_credentials');
    await signIn(email, second, OWN).expect(200);
  });

  it('says of a banned account that it has to be unbanned first', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { ban: {} });
    const { stdout, stderr } = await runAdmin(auth, ['password', email]);
    expect(stderr).toMatch(/ and banned; after `admin unban \S+@\S+` they can sign in with this until 2/);
    await runAdmin(auth, ['unban', email]);
    await signIn(email, stdout.trim(), OWN).expect(200);
  });

  it('says that it knows no account, and is not understood without one', async () => {
    expect(await runAdmin(auth, ['password', newEmail()])).toMatchObject({ code: 1, stdout: '' });
    expect((await runAdmin(auth, ['password'])).stderr).toMatch(/not understood/);
    expect((await runAdmin(auth, ['password', 'a@b.example', 'secret'])).stderr).toMatch(/not understood/);
  });
});

describe('a temporary password', () => {
  it('ends all sessions and access tokens, as a ban does', async () => {
    const owner = await withTemporary();
    expectProblem(await refreshDevice(auth, owner), 401, 'session_revoked');
    expectProblem(await send(auth, 'get', 'sessions', owner), 401, 'token_revoked');
    const { gen } = (await userDocument(auth, owner.email))!;
    expect(auth.services.revocations.list.isRevoked({ sub: owner.id, sid: 'any', gen: gen - 1 })).toBe(true);
  });

  it('opens nothing without a new password', async () => {
    const { email } = await withTemporary();
    const response = await signIn(email, TEMPORARY);
    expectProblem(response, 403, 'password_change_required');
    expect(setCookies(response)).toEqual([]);
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
  });

  it('is replaced by the new one, and its owner is signed in', async () => {
    const { id, email } = await withTemporary();
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
    const { email } = await withTemporary();
    expectInvalid(await signIn(email, TEMPORARY, next), 'newPassword');
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
  });

  it('is a wrong password after its time, and so is the old one', async () => {
    const clock = stopClock();
    const { email } = await withTemporary();
    clock.pass(DAY - 1000);
    expectProblem(await signIn(email, TEMPORARY), 403, 'password_change_required');
    clock.pass(1000);
    const late = await signIn(email, TEMPORARY, OWN);
    expectProblem(late, 400, 'invalid_credentials');
    expect(late.text).toBe((await signIn(newEmail(), TEMPORARY, OWN)).text);
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
  });

  it('lets nobody change or replace it who does not have it, and counts their tries', async () => {
    const { email } = await withTemporary();
    const statuses = new Set<number>();
    for (let n = 0; n < 20; n++) statuses.add((await signIn(email, `wrong-${n}`, OWN)).status);
    expect([...statuses]).toEqual([400]);
    expectTooMany(await signIn(email, TEMPORARY, OWN));
  });

  it('forgets the failures of whoever had forgotten the old one', async () => {
    const { id, email } = await signUpDevice(auth);
    for (let n = 0; n < 20; n++) await signIn(email, `wrong-${n}`);
    expectTooMany(await signIn(email, PASSWORD));
    await setTemporary(id);
    await signIn(email, TEMPORARY, OWN).expect(200);
  });

  it('tells of a ban before it asks for anything', async () => {
    const { email } = await withTemporary();
    await changeUser(auth, email, { ban: {} });
    expectProblem(await signIn(email, TEMPORARY, OWN), 403, 'banned');
    expectProblem(await signIn(email, OWN), 400, 'invalid_credentials');
  });

  it('opens nothing at a repeated sign-up by invitation either', async () => {
    const { email, id, token } = await invite(auth);
    await auth.services.stores.accounts.insert(email, await hashPassword(PASSWORD), id);
    await setTemporary(id);
    const response = await signUpWith(auth, { email, password: TEMPORARY, token });
    expectProblem(response, 403, 'password_change_required');
    expect(setCookies(response)).toEqual([]);
  });

  it('is replaced by one of two requests at once', async () => {
    const { email } = await withTemporary();
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
      accounts.setTemporaryPassword(read, { hash: await hashPassword(word), until });
    const outcomes = await Promise.all(words.map(set));
    const winner = outcomes.findIndex((outcome) => outcome !== undefined);
    expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
    expectProblem(await signIn(email, words[winner]!), 403, 'password_change_required');
    expectProblem(await signIn(email, words[1 - winner]!), 400, 'invalid_credentials');
  });

  it('is not replaced by whoever had it checked before another one was set', async () => {
    const { id, email } = await withTemporary();
    const { accounts } = auth.services.stores;
    const read = (await accounts.findById(id))!;
    await setTemporary(id, 'wxyz-wxyz-wxyz-wxyz');
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
    const { id } = await withTemporary();
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
