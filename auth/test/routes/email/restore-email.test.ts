import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, restartClock, SECOND, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { passkey, storedFactors, storeFactors, TOTP } from '../../support/stored-factors';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';
import { emailChanges } from '../../support/email-changes';

const NEXT = 'quite another password';

describe('a change of address is taken back', () => {
  let auth: TestAuth;
  const { confirm, restore, signIn, signUp, verified, mailedToken, change } = emailChanges(() => auth);

  beforeAll(async () => {
    auth = await startAuth(WITH_MAIL);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

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
    await auth.request().post('/api/users/password/reset').send({ token: reset, password: NEXT }).expect(200);
    await signIn(here.email, NEXT).expect(200);
  });

  describe('with factors', () => {
    const ago = (ms: number) => new Date(Date.now() - ms);

    it('of which the ones go that were added since, and the older ones stay due', async () => {
      const owner = await verified();
      const old = { totp: { ...TOTP, since: ago(DAY) }, passkeys: [passkey('old', ago(DAY))] };
      const { token } = await change(owner, newEmail());
      const email = (await auth.services.accounts.find(owner.id))!.email;
      const all = { ...old, passkeys: [...old.passkeys, passkey('new', new Date())] };
      const more = { version: 7, gen: 2, isRequired: true, recoveryCodes: ['hash'] };
      await storeFactors(auth, email, { ...all, ...more, pendingTotp: { secret: 's', key: 'k' } });
      await restore(token).expect(200);
      const left = { ...old, version: 8, gen: 3, isRequired: true, recoveryCodes: [] };
      expect(await storedFactors(auth, owner.email)).toEqual(left);
      await auth.services.relay.drain();
      const told = { account: owner.id, type: 'factor_removed' };
      expect(await auth.connection.collection('events').countDocuments(told)).toBe(1);
    });

    it('and nothing is due where none is left', async () => {
      const owner = await verified();
      const { token } = await change(owner, newEmail());
      const email = (await auth.services.accounts.find(owner.id))!.email;
      const factors = { version: 1, isRequired: true, totp: { ...TOTP, since: new Date() } };
      await storeFactors(auth, email, factors);
      await restore(token).expect(200);
      const none = { version: 2, gen: 1, isRequired: false, recoveryCodes: [], passkeys: [] };
      expect(await storedFactors(auth, owner.email)).toEqual(none);
    });

    it('which are left as they are where they are all older', async () => {
      const owner = await verified();
      const { token } = await change(owner, newEmail());
      const email = (await auth.services.accounts.find(owner.id))!.email;
      const factors = { version: 1, isRequired: true, totp: { ...TOTP, since: ago(DAY) } };
      await storeFactors(auth, email, factors);
      await restore(token).expect(200);
      expect(await storedFactors(auth, owner.email)).toEqual(factors);
    });
  });

  it('and both addresses are told in the language of the browser', async () => {
    const owner = await verified();
    const email = newEmail();
    const { token } = await change(owner, email);
    await restore(token).set('Accept-Language', 'de').expect(200);
    await auth.services.relay.drain();
    const deliveries = auth.connection
      .collection('deliveries')
      .find({ kind: 'email_restored', account: owner.id });
    const told = (await deliveries.toArray()).map(
      ({ recipient, language }) => [recipient, language] as unknown,
    );
    expect(told.sort()).toEqual([owner.email, email].sort().map((address) => [address, 'de']));
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
