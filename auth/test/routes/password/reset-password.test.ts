import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, restartClock, SECOND, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newAddress, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';

const NEXT = 'quite another password';

describe('POST /api/users/password/reset', () => {
  let auth: TestAuth;
  const forget = (email: string) =>
    auth
      .request()
      .post('/api/users/password/forgot')
      .set('X-Forwarded-For', newAddress())
      .send({ email })
      .expect(202);
  const reset = (token: unknown, password: unknown = NEXT) =>
    auth.request().post('/api/users/password/reset').send({ token, password });
  const signIn = (email: string, password: string) =>
    auth.request().post('/api/users/signin').send({ email, password });

  /** The token of a new mail. */
  async function mailedToken(email: string): Promise<string> {
    await forget(email);
    const mails = await openMails(auth);
    return tokenOf(mails.at(-1)!);
  }

  beforeAll(async () => {
    auth = await startAuth(WITH_MAIL);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('sets the password, ends every session, and begins none', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    const response = await reset(await mailedToken(here.email)).expect(200);
    expect([response.body, setCookies(response)]).toEqual([{}, []]);
    for (const device of [here, there]) {
      expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
      expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    }
    expectProblem(await signIn(here.email, PASSWORD), 400, 'invalid_credentials');
    await signIn(here.email, NEXT).expect(200);
  });

  it('happens once, of twenty uses of one token at once', async () => {
    const { email } = await signUpDevice(auth);
    const token = await mailedToken(email);
    const passwords = Array.from({ length: 20 }, (_, n) => `${NEXT} number ${n}`);
    const answers = await Promise.all(passwords.map((password) => reset(token, password)));
    const winner = answers.findIndex(({ status }) => status === 200);
    answers.forEach((answer, n) => n === winner || expectProblem(answer, 400, 'invalid_token'));
    await signIn(email, passwords[winner]!).expect(200);
  });

  it('leaves the token good when the new password is refused', async () => {
    const { email } = await signUpDevice(auth);
    const token = await mailedToken(email);
    for (const password of ['short', 'password1', email, 7])
      expectInvalid(await reset(token, password), 'password');
    expect((await auth.request().get(`/api/users/password/reset?token=${token}`)).status).toBe(405);
    await reset(token).expect(200);
  });

  it('takes no token that is used, too old, the fourth newest, changed or made up', async () => {
    const clock = stopClock();
    const { email, id } = await signUpDevice(auth);
    const first = await mailedToken(email);
    clock.pass(HOUR - 10 * SECOND);
    const [second] = [await mailedToken(email)];
    await mailedToken(email);
    clock.pass(20 * SECOND);
    expectProblem(await reset(first), 400, 'invalid_token');
    await mailedToken(email);
    await mailedToken(email);
    expectProblem(await reset(second), 400, 'invalid_token');
    const last = await mailedToken(email);
    const other = last.endsWith('A') ? `${last.slice(0, -1)}B` : `${last.slice(0, -1)}A`;
    for (const each of [other, `${id}.${'A'.repeat(43)}`, 'x', '', `${'0'.repeat(24)}${last.slice(24)}`])
      expectProblem(await reset(each), 400, 'invalid_token');
    for (const each of [undefined, 7, [last], 'x'.repeat(1000)]) expectInvalid(await reset(each), 'token');
    await reset(last).expect(200);
    expectProblem(await reset(last), 400, 'invalid_token');
  });

  it('makes the other tokens of the account useless', async () => {
    const { email } = await signUpDevice(auth);
    const [one, other] = [await mailedToken(email), await mailedToken(email)];
    await reset(one).expect(200);
    expectProblem(await reset(other), 400, 'invalid_token');
  });

  it('takes no token of before a change of the password, sent or not', async () => {
    const here = await signUpDevice(auth);
    const sent = await mailedToken(here.email);
    await forget(here.email);
    await send(auth, 'post', 'password', here)
      .send({ currentPassword: PASSWORD, newPassword: 'a third password' })
      .expect(200);
    expectProblem(await reset(sent), 400, 'invalid_token');
    expect(await openMails(auth)).toEqual([]);
  });

  it('takes no token of before a ban, during it and after it', async () => {
    const { email, id } = await signUpDevice(auth);
    const token = await mailedToken(email);
    const account = (await auth.services.accounts.find(id))!;
    await auth.services.stores.accounts.change(account, { kind: 'ban', ban: {} });
    expectProblem(await reset(token), 400, 'invalid_token');
    await auth.services.stores.accounts.unban(id);
    expectProblem(await reset(token), 400, 'invalid_token');
  });

  it('is refused to an account that is banned meanwhile by a replica of an older release', async () => {
    const { email } = await signUpDevice(auth);
    const token = await mailedToken(email);
    await changeUser(auth, email, { ban: {} });
    expectProblem(await reset(token), 400, 'invalid_token');
  });

  it('takes a temporary password away', async () => {
    const { email } = await signUpDevice(auth);
    const token = await mailedToken(email);
    const temporaryPassword = { hash: 'x', until: new Date(Date.now() + HOUR) };
    await changeUser(auth, email, { temporaryPassword });
    await reset(token).expect(200);
    await signIn(email, NEXT).expect(200);
  });

  it('verifies the address', async () => {
    const { email } = await signUpDevice(auth);
    await reset(await mailedToken(email)).expect(200);
    const signedIn = await signIn(email, NEXT).expect(200);
    expect(signedIn.body).toMatchObject({ email, emailVerified: true });
  });

  it('tells the owner of it in the language of the browser', async () => {
    const { email, id } = await signUpDevice(auth);
    await reset(await mailedToken(email))
      .set('Accept-Language', 'de')
      .expect(200);
    await auth.services.relay.drain();
    const deliveries = auth.connection.collection('deliveries');
    expect(await deliveries.findOne({ kind: 'password_reset', account: id })).toMatchObject({
      language: 'de',
    });
  });

  it('takes away what somebody may have planted who signed up with the address of another person', async () => {
    const attacker = await signUpDevice(auth);
    const restore = [{ hash: 'x', until: new Date(Date.now() + HOUR), email: 'eve@example.com' }];
    await changeUser(auth, attacker.email, {
      roles: ['staff'],
      claims: { plan: 'gold' },
      mailTokens: { restore, change: [{ hash: 'y', until: new Date(Date.now() + HOUR) }] },
    });
    await reset(await mailedToken(attacker.email)).expect(200);
    const after = (await userDocument(auth, attacker.email))!;
    expect(after).toMatchObject({ roles: [], devices: [], mailTokens: { restore: [] } });
    expect(after.mailTokens).not.toHaveProperty('change');
    expect(after).not.toHaveProperty('claims');
    expectProblem(await refreshDevice(auth, attacker), 401, 'session_revoked');
  });

  it('leaves roles, claims and the way back of a verified account', async () => {
    const { email } = await signUpDevice(auth);
    const restore = [{ hash: 'x', until: new Date(Date.now() + HOUR), email: 'old@example.com' }];
    const kept = { roles: ['staff'], claims: { plan: 'gold' }, emailVerifiedAt: new Date() };
    await changeUser(auth, email, { ...kept, mailTokens: { restore } });
    const { devices } = (await userDocument(auth, email))!;
    await reset(await mailedToken(email)).expect(200);
    const { roles, claims } = kept;
    expect(await userDocument(auth, email)).toMatchObject({
      roles,
      claims,
      devices,
      mailTokens: { restore },
    });
  });

  it('takes the role admin from an account that was never verified, but never from the last admin', async () => {
    const [one, other] = [await signUpDevice(auth), await signUpDevice(auth)];
    for (const { email } of [one, other]) await changeUser(auth, email, { roles: ['admin', 'staff'] });
    const tokens = [await mailedToken(one.email), await mailedToken(other.email)];
    await Promise.all(tokens.map((token) => reset(token).expect(200)));
    const roles = await Promise.all(
      [one, other].map(async ({ email }) => (await userDocument(auth, email))!.roles),
    );
    expect(roles.sort()).toEqual([[], ['admin']]);
  });
});
