import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, MINUTE, restartClock, SECOND, stopClock } from '../../support/clock';
import {
  deviceOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { until } from '../../support/until';

const NEXT = 'quite another password';

describe('a change of address', () => {
  let auth: TestAuth;
  const ask = (device: Partial<Device>, email: unknown) =>
    send(auth, 'post', 'email', device).set('X-Forwarded-For', newAddress()).send({ email });
  const confirm = (device: Partial<Device>, token: unknown) =>
    send(auth, 'post', 'email/confirm', device).send({ token });
  const restore = (token: unknown) => auth.request().post('/api/users/email/restore').send({ token });
  const signIn = (email: string, password: string) =>
    auth.request().post('/api/users/signin').send({ email, password });
  const signUp = (email: string) =>
    auth.request().post('/api/users/signup').send({ email, password: PASSWORD });

  /** Somebody whose address is verified. */
  async function verified(): Promise<Owner> {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { emailVerifiedAt: new Date() });
    return owner;
  }

  async function mailedToken(device: Device, email: string): Promise<string> {
    await ask(device, email).expect(202);
    const mails = await openMails(auth);
    return tokenOf(mails.find(({ message }) => message === 'confirm_email')!);
  }

  /** Changes an address, to the end. @returns the token of the way back, and the device with its new cookies */
  async function change(owner: Device & { readonly email: string }, email: string) {
    const response = await confirm(owner, await mailedToken(owner, email)).expect(200);
    const former = await wayBackTo(owner.email);
    return { token: tokenOf(former), device: { ...owner, session: deviceSession(response), email } };
  }

  /** The mail to the former address, once its event was relayed. */
  async function wayBackTo(email: string) {
    const deliveries = auth.connection.collection('deliveries');
    await until('the event is relayed', async () => {
      const found = await deliveries.findOne({ kind: 'email_changed', recipient: email });
      return found !== null;
    });
    const mails = await openMails(auth);
    return mails.find(({ recipient, message }) => recipient === email && message === 'email_changed')!;
  }

  beforeAll(async () => {
    auth = await startAuth(WITH_MAIL);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('counts once the new address has been proven, and tells the former one the way back', async () => {
    const [here, email] = [await verified(), newEmail()];
    await ask(here, ` ${email.toUpperCase()} `).expect(202);
    const [mail, ...others] = await openMails(auth);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ recipient: email, message: 'confirm_email' });
    expect(mail!.link).toMatch(/^https:\/\/shop\.example\.com\/account\/confirm-email\?token=/);
    await signIn(here.email, PASSWORD).expect(200);

    const response = await confirm(here, tokenOf(mail!)).expect(200);
    expect(response.body).toMatchObject({ email, emailVerified: true });
    expect(claimsOf(response)).toMatchObject({ email, email_verified: true });
    const former = await wayBackTo(here.email);
    expect(former.link).toMatch(/^https:\/\/shop\.example\.com\/account\/restore-email\?token=/);
    await refreshDevice(auth, here).expect(200);
    await signIn(email, PASSWORD).expect(200);
    expectProblem(await signIn(here.email, PASSWORD), 400, 'invalid_credentials');
  });

  it('counts in a session of the account alone', async () => {
    const [attacker, victim] = [await verified(), await verified()];
    const token = await mailedToken(attacker, newEmail());
    expectProblem(await confirm(victim, token), 400, 'invalid_token');
    expectProblem(await confirm({}, token), 401, 'token_missing');
    expectProblem(await confirm({ session: attacker.session }, token), 401, 'token_expired');
    await confirm(attacker, token).expect(200);
  });

  it('happens once, of twenty uses of one token at once', async () => {
    const here = await verified();
    const token = await mailedToken(here, newEmail());
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(here, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('gives an address to one of two accounts that take it at once', async () => {
    const [one, other, email] = [await verified(), await verified(), newEmail()];
    const tokens = [await mailedToken(one, email), await mailedToken(other, email)];
    const answers = await Promise.all([one, other].map((device, n) => confirm(device, tokens[n])));
    const lost = answers.find(({ status }) => status !== 200)!;
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expectProblem(lost, 400, 'email_in_use');
  });

  it('answers the same for an address that an account has, and sends it nothing', async () => {
    const [here, other] = [await verified(), await verified()];
    const response = await ask(here, other.email);
    expect([response.status, response.body]).toEqual([202, {}]);
    const told = (await openMails(auth)).map(({ recipient }) => recipient);
    expect(told).not.toContain(other.email);
  });

  it('needs a session whose owner was authenticated lately', async () => {
    const clock = stopClock();
    const here = await verified();
    clock.pass(9 * MINUTE);
    await ask(here, newEmail()).expect(202);
    clock.pass(2 * MINUTE);
    const refused = await ask(here, newEmail());
    expectProblem(refused, 401, 'insufficient_user_authentication');
    expect(refused.headers['www-authenticate']).toContain('max_age=600');
    await openMails(auth);
  });

  it('ends what was mailed before, and is ended by a change of the password', async () => {
    const here = await verified();
    const first = await mailedToken(here, newEmail());
    const { device } = await change(here, newEmail());
    expectProblem(await confirm(device, first), 400, 'invalid_token');
    const second = await mailedToken(device, newEmail());
    const changed = await send(auth, 'post', 'password', device)
      .send({ currentPassword: PASSWORD, newPassword: NEXT })
      .expect(200);
    expectProblem(await confirm(deviceOf(changed), second), 400, 'invalid_token');
  });

  it('takes one address, and tokens of the right form', async () => {
    const here = await verified();
    for (const email of [
      'x',
      7,
      undefined,
      `a@example.com,${newEmail()}`,
      `a@example.com\r\nBcc: ${newEmail()}`,
    ])
      expectInvalid(await ask(here, email), 'email');
    for (const token of [undefined, 7, 'x'.repeat(1000)]) {
      expectInvalid(await confirm(here, token), 'token');
      expectInvalid(await restore(token), 'token');
    }
    for (const token of ['', 'x', `${here.id}.${'A'.repeat(43)}`]) {
      expectProblem(await confirm(here, token), 400, 'invalid_token');
      expectProblem(await restore(token), 400, 'invalid_token');
    }
  });

  it('sends a stranger’s mailbox three mails an hour, whichever accounts ask', async () => {
    const email = newEmail();
    for (let n = 0; n < 4; n++) await ask(await verified(), email).expect(202);
    expect(await openMails(auth)).toHaveLength(3);
  });

  it('can be made five times in 72 hours, so that no way back is pushed out', async () => {
    let device: Device & { readonly email: string } = await verified();
    const tokens: string[] = [];
    for (let n = 0; n < 5; n++) {
      const changed = await change(device, newEmail());
      tokens.push(changed.token);
      device = changed.device;
    }
    expectTooMany(await ask(device, newEmail()));
    await restore(tokens[0]).expect(200);
  });

  it('verifies the address of an account that was never verified, and ends its other sessions', async () => {
    const here = await signUpDevice(auth);
    const there = await signInDevice(auth, here);
    const { device } = await change(here, newEmail());
    expectProblem(await refreshDevice(auth, there), 401, 'session_revoked');
    await refreshDevice(auth, device).expect(200);
  });

  describe('is taken back', () => {
    it('with the address, and without the password and the sessions', async () => {
      const here = await verified();
      await changeUser(auth, here.email, { roles: ['staff'] });
      const email = newEmail();
      const { token, device } = await change(here, email);
      const pending = await mailedToken(device, newEmail());
      const response = await restore(token);
      expect([response.status, response.body]).toEqual([200, {}]);
      expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
      for (const each of [email, here.email])
        expectProblem(await signIn(each, PASSWORD), 400, 'invalid_credentials');
      expect(await userDocument(auth, here.email)).toMatchObject({ roles: ['staff'], devices: [] });
      expectProblem(await confirm(device, pending), 401, 'token_revoked');

      await auth.request().post('/api/users/password/forgot').send({ email: here.email }).expect(202);
      const mails = await openMails(auth);
      const reset = tokenOf(mails.find(({ message }) => message === 'reset_password')!);
      await auth
        .request()
        .post('/api/users/password/reset')
        .send({ token: reset, password: NEXT })
        .expect(200);
      await signIn(here.email, NEXT).expect(200);
    });

    it('when the thief has changed it again, and the password in between', async () => {
      const owner = await verified();
      const first = await change(owner, newEmail());
      const changed = await send(auth, 'post', 'password', first.device)
        .send({ currentPassword: PASSWORD, newPassword: NEXT })
        .expect(200);
      const thief = { ...deviceOf(changed), email: first.device.email };
      const second = await change(thief, newEmail());
      await restore(first.token).expect(200);
      expect(await userDocument(auth, owner.email)).toMatchObject({ email: owner.email });
      // The way back to the thief's address would give the account away again.
      expectProblem(await restore(second.token), 400, 'invalid_token');
    });

    it('by its owner still, when the thief goes back by a later way first', async () => {
      const owner = await verified();
      const first = await change(owner, newEmail());
      const second = await change(first.device, newEmail());
      await restore(second.token).expect(200);
      expect(await userDocument(auth, first.device.email)).not.toBeNull();
      await restore(first.token).expect(200);
      expect(await userDocument(auth, owner.email)).not.toBeNull();
    });

    it('for 72 hours, while nobody else can have the address', async () => {
      const clock = stopClock();
      const here = await verified();
      const other = await verified();
      const { token } = await change(here, newEmail());
      expectProblem(await signUp(here.email), 400, 'email_in_use');
      clock.pass(DAY);
      const fresh = await signInDevice(auth, other);
      const taking = await mailedToken(fresh, here.email);
      expectProblem(await confirm(fresh, taking), 400, 'email_in_use');
      clock.pass(2 * DAY - HOUR);
      await restore(token).expect(200);

      const late = await change(await verified(), newEmail());
      clock.pass(3 * DAY + SECOND);
      expectProblem(await restore(late.token), 400, 'invalid_token');
    });

    it('once, of twenty uses of one token at once, and not by a GET', async () => {
      const { token } = await change(await verified(), newEmail());
      expect((await auth.request().get(`/api/users/email/restore?token=${token}`)).status).toBe(405);
      const answers = await Promise.all(Array.from({ length: 20 }, () => restore(token)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('without roles, where nobody had proven the address', async () => {
      const here = await signUpDevice(auth);
      await changeUser(auth, here.email, { roles: ['staff'] });
      const { token } = await change(here, newEmail());
      await restore(token).expect(200);
      expect((await userDocument(auth, here.email))!.roles).toEqual([]);
    });
  });
});

/** The session cookie that an answer sets beside a refresh cookie that stays. */
function deviceSession(response: Parameters<typeof deviceOf>[0]): string {
  const line = (response.headers['set-cookie'] as unknown as string[]).find((each) =>
    each.startsWith('session='),
  )!;
  return line.slice('session='.length).split(';', 1)[0]!;
}
