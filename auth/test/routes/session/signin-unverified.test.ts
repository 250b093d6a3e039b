import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../../../src/credentials/password/password-hash';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, SECOND, stopClock } from '../../support/clock';
import { cookieAttributes, isCleared, setCookies } from '../../support/cookies';
import { cookiesOf, deviceOf, refreshDevice, send, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { openMails, tokenOf } from '../../support/mailbox';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';
import { codeOf, mailedCode, tryCode } from '../../support/sign-in-codes';
import { claimsOf } from '../../support/tokens';
import {
  ceremonyOf,
  openLink,
  openMessages,
  shown,
  SIGN_UP_CEREMONY,
  signUpVerified,
  WITH_REQUIRED,
} from '../../support/waiting-sign-ups';

const NEXT = 'quite another password';

let auth: TestAuth;

/** One on the same database of the time before addresses were verified. */
let before: TestAuth;

const signIn = (email: string, password = PASSWORD, more: object = {}) =>
  auth
    .request()
    .post('/api/users/signin')
    .set('X-Forwarded-For', newAddress())
    .send({ email, password, ...more });

/** A sign-in that was refused, with the link that it was mailed. */
async function refusedSignIn(email: string, password = PASSWORD) {
  const response = await signIn(email, password);
  expectProblem(response, 401, 'verify_email');
  const mail = (await openMails(auth)).find(({ message }) => message === 'verify_email');
  return { token: tokenOf(mail!), cookie: ceremonyOf(response) };
}

beforeAll(async () => {
  auth = await startAuth({ ...WITH_REQUIRED, SIGN_IN_BY_EMAIL: 'true' });
  before = await startAuth({ MONGO_URI: auth.config.MONGO_URI });
});
afterEach(restartClock);
afterAll(async () => {
  await auth.stop();
  await before.stop();
});

describe('a sign-in to an account whose address is not verified, with EMAIL_VERIFICATION=required', () => {
  it('is refused after the right password, and mails a link', async () => {
    const { email } = await signUpDevice(before);
    const response = await signIn(email);
    expectProblem(response, 401, 'verify_email');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
    expect(setCookies(response).map((line) => line.split('=', 1)[0])).toEqual([SIGN_UP_CEREMONY]);
    expect(cookieAttributes(response, SIGN_UP_CEREMONY)).toMatchObject({ 'max-age': String(DAY / 1000) });
    expect(await openMessages(auth)).toEqual([[email, 'verify_email']]);
  });

  it('answers a wrong password as ever, and mails nothing', async () => {
    const { email } = await signUpDevice(before);
    const { email: verified } = await signUpVerified(auth);
    const answers = [];
    for (const each of [email, verified, newEmail()]) answers.push(await signIn(each, 'a wrong passphrase'));
    for (const answer of answers) {
      expectProblem(answer, 400, 'invalid_credentials');
      expect(shown(answer)).toEqual(shown(answers[0]!));
    }
    expect(await openMails(auth)).toEqual([]);
  });

  it('goes on by the link in the same browser, which keeps password and roles and ends other sessions', async () => {
    const there = await signUpDevice(before);
    await changeUser(auth, there.email, { roles: ['staff'], claims: { plan: 'gold' } });
    const { token, cookie } = await refusedSignIn(there.email);
    const response = await openLink(auth, token, cookie).expect(200);
    expect(response.body).toMatchObject({ id: there.id, roles: ['staff'], emailVerified: true });
    expect(claimsOf(response)).toMatchObject({ amr: ['pwd', 'email'], acr: 'aal1' });
    expect(isCleared(response, SIGN_UP_CEREMONY)).toBe(true);
    await send(auth, 'get', 'sessions', deviceOf(response)).expect(200);
    expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
    expectProblem(await openLink(auth, token, cookie), 400, 'invalid_token');
    await signIn(there.email).expect(200);
  });

  it('asks any other browser for a new password, and gives an attacker who knew the old one nothing', async () => {
    const attacker = await signUpDevice(before);
    await changeUser(auth, attacker.email, { roles: ['staff'] });
    const { token, cookie } = await refusedSignIn(attacker.email);
    const other = await refusedSignIn((await signUpDevice(before)).email);
    for (const each of ['', other.cookie])
      expectProblem(await openLink(auth, token, each), 403, 'new_password_required');
    await openLink(auth, token, '', NEXT).expect(200);
    expectProblem(await openLink(auth, token, cookie), 400, 'invalid_token');
    expectProblem(await refreshDevice(auth, attacker), 401, 'session_revoked');
    expectProblem(await signIn(attacker.email), 400, 'invalid_credentials');
    expect(await userDocument(auth, attacker.email)).toMatchObject({ roles: [] });
  });

  it('counts as proven no longer than its link, and not after the sessions have ended', async () => {
    const clock = stopClock();
    const [late, ended] = [await signUpDevice(before), await signUpDevice(before)];
    const [first, second] = [await refusedSignIn(late.email), await refusedSignIn(ended.email)];
    await auth.services.stores.accounts.endSessions(ended.id);
    expectProblem(await openLink(auth, second.token, second.cookie), 403, 'new_password_required');
    clock.pass(DAY + SECOND);
    expectProblem(await openLink(auth, first.token, first.cookie), 400, 'invalid_token');
  });

  it('is not proven a day later in the same browser, also for a newer link', async () => {
    const clock = stopClock();
    const { email } = await signUpDevice(before);
    const { cookie } = await refusedSignIn(email);
    clock.pass(DAY / 2);
    const newer = await refusedSignIn(email);
    clock.pass(DAY / 2 + SECOND);
    expectProblem(await openLink(auth, newer.token, cookie), 403, 'new_password_required');
    await openLink(auth, newer.token, newer.cookie).expect(200);
  });

  it('leaves a session that lives as it is, and its browser can verify', async () => {
    const here = await signUpDevice(before);
    const response = await refreshDevice(auth, here).expect(200);
    await send(auth, 'post', 'email/verification', here).expect(202);
    const [mail] = await openMails(auth);
    await openLink(auth, tokenOf(mail!), cookiesOf({ ...here, ...deviceOf(response) })).expect(200);
    await signIn(here.email).expect(200);
  });

  it('says first that the account is banned, or that its password is temporary', async () => {
    const [banned, temporary] = [await signUpDevice(before), await signUpDevice(before)];
    await changeUser(auth, banned.email, { ban: {} });
    expectProblem(await signIn(banned.email), 403, 'banned');
    const { password: hash } = (await userDocument(auth, temporary.email))!;
    await changeUser(auth, temporary.email, {
      temporaryPassword: { hash, until: new Date(Date.now() + DAY) },
    });
    expectProblem(await signIn(temporary.email), 403, 'password_change_required');
    const response = await signIn(temporary.email, PASSWORD, { newPassword: NEXT });
    expectProblem(response, 401, 'verify_email');
    const mail = (await openMails(auth)).find(({ message }) => message === 'verify_email');
    await openLink(auth, tokenOf(mail!), ceremonyOf(response)).expect(200);
    await signIn(temporary.email, NEXT).expect(200);
  });

  it('lets everybody behind one address ask for a mail', async () => {
    const strict = await startAuth({ ...WITH_REQUIRED, MAIL_REQUESTS_PER_ADDRESS: '2/1h' });
    const [hashed, from] = [await hashPassword(PASSWORD), newAddress()];
    for (let n = 0; n < 4; n++) {
      const email = newEmail();
      await strict.services.stores.accounts.insert(email, hashed);
      const asked = strict.request().post('/api/users/signin').set('X-Forwarded-For', from);
      expectProblem(await asked.send({ email, password: PASSWORD }), 401, 'verify_email');
    }
    expect(await openMails(strict)).toHaveLength(4);
    await strict.stop();
  });

  it('sends three mails an hour, and limits one person who knows the password', async () => {
    const strict = await startAuth({ ...WITH_REQUIRED, MAIL_REQUESTS_PER_ADDRESS: '5/1h' });
    const email = newEmail();
    await strict.services.stores.accounts.insert(email, await hashPassword(PASSWORD));
    const from = newAddress();
    const ask = () =>
      strict
        .request()
        .post('/api/users/signin')
        .set('X-Forwarded-For', from)
        .send({ email, password: PASSWORD });
    for (let n = 0; n < 5; n++) expectProblem(await ask(), 401, 'verify_email');
    expectTooMany(await ask());
    expect(await openMails(strict)).toHaveLength(3);
    await strict.stop();
  });

  it('is not refused where the proof is a mailed code, or a reset, since these prove the address', async () => {
    const [byCode, byReset] = [await signUpDevice(before), await signUpDevice(before)];
    const { secret } = await mailedCode(auth, byCode.email);
    const response = await tryCode(auth, secret, codeOf(secret)).expect(200);
    expect(response.body).toMatchObject({ emailVerified: true });
    await auth.request().post('/api/users/password/forgot').send({ email: byReset.email }).expect(202);
    const [mail] = await openMails(auth);
    await auth
      .request()
      .post('/api/users/password/reset')
      .send({ token: tokenOf(mail!), password: NEXT })
      .expect(200);
    await signIn(byReset.email, NEXT).expect(200);
  });
});
