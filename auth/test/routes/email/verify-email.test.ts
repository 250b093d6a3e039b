import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, MINUTE, restartClock, SECOND, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import {
  cookiesOf,
  deviceOf,
  pageCookiesOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
} from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

const NEXT = 'quite another password';

describe('the verification of an address', () => {
  let auth: TestAuth;
  const verify = (token: unknown, cookie = '', password?: unknown) =>
    auth.request().post('/api/users/email/verify').set('Cookie', cookie).send({ token, password });
  const signIn = (email: string, password: string) =>
    auth.request().post('/api/users/signin').send({ email, password });

  /** A new person, with the token that the sign-up sent. */
  async function signUp() {
    const here = await signUpDevice(auth);
    const mails = await openMails(auth);
    expect(mails.map(({ recipient, message }) => [recipient, message])).toEqual([
      [here.email, 'verify_email'],
    ]);
    return { ...here, token: tokenOf(mails[0]!) };
  }

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, EMAIL_VERIFICATION: 'optional' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  describe('POST /api/users/email/verify', () => {
    it('verifies in the browser that is signed in, whose tokens tell of it at once', async () => {
      const here = await signUp();
      const response = await verify(here.token, cookiesOf(here)).expect(200);
      expect(response.body).toEqual({ id: here.id, email: here.email, roles: [], emailVerified: true });
      expect(claimsOf(response)).toMatchObject({ email_verified: true, gen: 1 });
      const refreshed = await refreshDevice(auth, here).expect(200);
      expect(refreshed.body).toMatchObject({ emailVerified: true });
      await signIn(here.email, PASSWORD).expect(200);
    });

    it('takes the account cookie of the pages for a proof, and an access token that has expired', async () => {
      const clock = stopClock();
      const here = await signUp();
      clock.pass(23 * HOUR);
      await verify(here.token, pageCookiesOf(here)).expect(200);
      const { password } = (await userDocument(auth, here.email))!;
      expect(password).toMatch(/^\$argon2id\$/);
      await signIn(here.email, PASSWORD).expect(200);
    });

    it('ends other sessions and forgets other devices, but leaves roles: it is the person who signed up', async () => {
      const here = await signUp();
      const there = await signInDevice(auth, here);
      await changeUser(auth, here.email, { roles: ['staff'] });
      await verify(here.token, cookiesOf(here)).expect(200);
      expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
      await refreshDevice(auth, here).expect(200);
      expect(await userDocument(auth, here.email)).toMatchObject({ roles: ['staff'], devices: [] });
    });

    it('asks any other browser for a new password, and uses nothing up before', async () => {
      const attacker = await signUp();
      await changeUser(auth, attacker.email, { roles: ['staff'], claims: { plan: 'gold' } });
      const other = await signUpDevice(auth);
      await openMails(auth);
      for (const cookie of ['', cookiesOf(other), `session=${attacker.session}`])
        expectProblem(await verify(attacker.token, cookie), 403, 'new_password_required');
      expectInvalid(await verify(attacker.token, '', 'short'), 'password');
      expectInvalid(await verify(attacker.token, '', attacker.email), 'password');
      expect((await userDocument(auth, attacker.email))!.emailVerifiedAt).toBeUndefined();

      const response = await verify(attacker.token, '', NEXT).expect(200);
      const owner = deviceOf(response);
      await send(auth, 'get', 'sessions', owner).expect(200);
      expect(response.body).toMatchObject({ roles: [], emailVerified: true });
      expectProblem(await refreshDevice(auth, attacker), 401, 'session_revoked');
      expectProblem(await signIn(attacker.email, PASSWORD), 400, 'invalid_credentials');
      await signIn(attacker.email, NEXT).expect(200);
    });

    it('happens once, of twenty uses of one token at once', async () => {
      const { token } = await signUp();
      const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token, '', NEXT)));
      const [won, lost] = [200, 400].map((status) => answers.filter((each) => each.status === status));
      expect([won!.length, lost!.length]).toEqual([1, 19]);
      for (const each of lost!) expectProblem(each, 400, 'invalid_token');
    });

    it('takes no token that is used, too old, of before a ban, of another kind or made up', async () => {
      const clock = stopClock();
      const here = await signUp();
      await verify(here.token, cookiesOf(here)).expect(200);
      expectProblem(await verify(here.token, cookiesOf(here)), 400, 'invalid_token');
      const banned = await signUp();
      const account = (await auth.services.accounts.find(banned.id))!;
      await auth.services.stores.accounts.change(account, { kind: 'ban', ban: {} });
      await auth.services.stores.accounts.unban(banned.id);
      expectProblem(await verify(banned.token), 400, 'invalid_token');
      const late = await signUp();
      expectProblem(
        await auth.request().post('/api/users/password/reset').send({ token: late.token, password: NEXT }),
        400,
        'invalid_token',
      );
      clock.pass(DAY + SECOND);
      for (const token of [late.token, 'x', `${late.id}.${'A'.repeat(43)}`])
        expectProblem(await verify(token, cookiesOf(late)), 400, 'invalid_token');
      for (const token of [undefined, 7, 'x'.repeat(1000)]) expectInvalid(await verify(token), 'token');
    });

    it('answers no GET', async () => {
      const { token } = await signUp();
      expect((await auth.request().get(`/api/users/email/verify?token=${token}`)).status).toBe(405);
      await verify(token, '', NEXT).expect(200);
    });
  });

  describe('POST /api/users/email/verification', () => {
    const ask = (device: Parameters<typeof send>[3]) => send(auth, 'post', 'email/verification', device);

    it('sends another link, and the one before goes on working', async () => {
      const here = await signUp();
      const response = await ask(here);
      expect([response.status, response.body]).toEqual([202, {}]);
      const [mail] = await openMails(auth);
      expect(mail).toMatchObject({ recipient: here.email, message: 'verify_email' });
      await verify(here.token, cookiesOf(here)).expect(200);
      expectProblem(await verify(tokenOf(mail!), cookiesOf(here)), 400, 'invalid_token');
    });

    it('sends nothing where the address is verified', async () => {
      const here = await signUp();
      await ask(here).expect(202);
      await verify(here.token, cookiesOf(here)).expect(200);
      expect(await openMails(auth)).toEqual([]);
    });

    it('sends three mails an hour, the first of them at the sign-up', async () => {
      const here = await signUp();
      for (let n = 0; n < 5; n++) await ask(here).expect(202);
      expect(await openMails(auth)).toHaveLength(2);
    });

    it('is for somebody who is signed in, and limited for each caller', async () => {
      const clock = stopClock();
      expectProblem(await ask({}), 401, 'token_missing');
      const here = await signUp();
      const from = (address: string) => ask(here).set('X-Forwarded-For', address);
      for (let n = 0; n < 60; n++) await from('10.9.9.9').expect(202);
      expectTooMany(await from('10.9.9.9'));
      await from('10.9.9.8').expect(202);
      clock.pass(MINUTE);
      await openMails(auth);
    });
  });

  it('is not there with EMAIL_VERIFICATION=off, and a sign-up sends nothing', async () => {
    const without = await startAuth(WITH_MAIL);
    const here = await signUpDevice(without);
    expect(await openMails(without)).toEqual([]);
    expectProblem(await send(without, 'post', 'email/verification', here), 404, 'not_found');
    const response = await without.request().post('/api/users/email/verify').send({ token: 'x' });
    expectProblem(response, 404, 'not_found');
    expect(setCookies(response)).toEqual([]);
    await without.stop();
  });
});
