import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import {
  deviceOf,
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
} from '../../support/devices';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { emailChanges } from '../../support/email-changes';

const NEXT = 'quite another password';

describe('a change of address', () => {
  let auth: TestAuth;
  const { ask, confirm, restore, signIn, verified, mailedToken, change, wayBackTo } = emailChanges(
    () => auth,
  );

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
});
