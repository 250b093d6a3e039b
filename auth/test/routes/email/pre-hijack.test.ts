import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { emailChanges } from '../../support/email-changes';
import { passkey, storedFactors, storeFactors, TOTP } from '../../support/stored-factors';
import { holdNext } from '../../support/hold';
import { openMails, tokenOf } from '../../support/mailbox';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';
import { openLink, signUpVerified, waitingSignUp, WITH_REQUIRED } from '../../support/waiting-sign-ups';

const NEXT = 'the password of the owner';

let auth: TestAuth;

/** One on the same database where an account can be used before its address is verified. */
let optional: TestAuth;

const inOptional = emailChanges(() => optional);
const { ask, confirm, mailedToken, signIn } = emailChanges(() => auth);

beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
  optional = await startAuth({
    ...WITH_REQUIRED,
    EMAIL_VERIFICATION: 'optional',
    MONGO_URI: auth.config.MONGO_URI,
  });
});
afterAll(async () => {
  await auth.stop();
  await optional.stop();
});

describe('an attacker who had an account with the address before its owner came', () => {
  it('keeps nothing of it once the owner resets the password', async () => {
    const attacker = await signUpDevice(optional);
    const [verification] = await openMails(auth);
    const planted = await signInDevice(optional, attacker);
    await changeUser(auth, attacker.email, { roles: ['staff'], claims: { plan: 'gold' } });
    const own = newEmail();
    const change = await inOptional.mailedToken(attacker, own);

    await auth.request().post('/api/users/password/forgot').send({ email: attacker.email }).expect(202);
    const mail = (await openMails(auth)).find(({ message }) => message === 'reset_password')!;
    const reset = { token: tokenOf(mail), password: NEXT };
    await auth.request().post('/api/users/password/reset').send(reset).expect(200);

    for (const device of [attacker, planted])
      expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
    expectProblem(await confirm(attacker, change), 401, 'token_revoked');
    expectProblem(await openLink(auth, tokenOf(verification!), '', PASSWORD), 400, 'invalid_token');
    expectProblem(await signIn(attacker.email, PASSWORD), 400, 'invalid_credentials');
    const kept = (await userDocument(auth, attacker.email))!;
    expect(kept).toMatchObject({ roles: [], devices: [], emailVerifiedAt: expect.any(Date) });
    expect(kept).not.toHaveProperty('claims');
    await signIn(attacker.email, NEXT).expect(200);
    expect(await auth.services.accounts.findByEmail(own)).toBeUndefined();
  });
});

describe('an attacker who has added factors before the owner came', () => {
  const FACTORS = {
    version: 4,
    gen: 1,
    isRequired: true,
    totp: { ...TOTP, since: new Date() },
    recoveryCodes: ['hash'],
    passkeys: [passkey('1', new Date())],
  };
  const GONE = { version: 5, gen: 2, isRequired: false, recoveryCodes: [], passkeys: [] };
  const tellsOf = async (account: string) => {
    await auth.services.relay.drain();
    return auth.connection.collection('events').countDocuments({ account, type: 'factor_removed' });
  };

  it('has none of them once the owner resets the password', async () => {
    const attacker = await signUpDevice(optional);
    await storeFactors(auth, attacker.email, FACTORS);
    await auth.request().post('/api/users/password/forgot').send({ email: attacker.email }).expect(202);
    const mail = (await openMails(auth)).find(({ message }) => message === 'reset_password')!;
    const reset = { token: tokenOf(mail), password: NEXT };
    await auth.request().post('/api/users/password/reset').send(reset).expect(200);
    expect(await storedFactors(auth, attacker.email)).toEqual(GONE);
    expect(await tellsOf(attacker.id)).toBe(1);
    await signIn(attacker.email, NEXT).expect(200);
  });

  it('keeps no way in by adding one more while the owner resets the password', async () => {
    const attacker = await signUpDevice(optional);
    await auth.request().post('/api/users/password/forgot').send({ email: attacker.email }).expect(202);
    const mail = (await openMails(auth)).find(({ message }) => message === 'reset_password')!;
    const held = holdNext(auth.services.stores.accounts.emails, 'prove');
    const resetting = auth
      .request()
      .post('/api/users/password/reset')
      .send({ token: tokenOf(mail), password: NEXT })
      .then((response) => response);
    await held.reached;
    await storeFactors(auth, attacker.email, FACTORS);
    held.letGo();
    expect((await resetting).status).toBe(200);
    expect(await storedFactors(auth, attacker.email)).toEqual(GONE);
  });

  it('leaves the owner of a verified account theirs, which a reset does not take', async () => {
    const owner = await signUpVerified(auth);
    await storeFactors(auth, owner.email, FACTORS);
    await auth.request().post('/api/users/password/forgot').send({ email: owner.email }).expect(202);
    const mail = (await openMails(auth)).find(({ message }) => message === 'reset_password')!;
    const reset = { token: tokenOf(mail), password: NEXT };
    await auth.request().post('/api/users/password/reset').send(reset).expect(200);
    expect(await storedFactors(auth, owner.email)).toEqual(FACTORS);
    expect((await signIn(owner.email, NEXT)).body).toMatchObject({ code: 'second_factor_required' });
  });
});

describe('an attacker who names the address of another person as a new one', () => {
  it('gets it by no click of its owner, who signs up as ever', async () => {
    const attacker = await signUpVerified(auth);
    const email = newEmail();
    const token = await mailedToken(attacker, email);
    const bystander = await signUpVerified(auth);
    expectProblem(await confirm({}, token), 401, 'token_missing');
    expectProblem(await confirm(bystander, token), 400, 'invalid_token');
    expectProblem(await openLink(auth, token, '', NEXT), 400, 'invalid_token');

    const owner = await waitingSignUp(auth, { email });
    await openLink(auth, owner.token, owner.cookie).expect(200);
    expectProblem(await confirm(attacker, token), 400, 'email_in_use');
    expect(await auth.services.accounts.find(attacker.id)).toMatchObject({ email: attacker.email });
  });

  it('is answered the same where a sign-up waits for it, and does not stop that', async () => {
    const attacker = await signUpVerified(auth);
    const owner = await waitingSignUp(auth);
    const response = await ask(attacker, owner.email);
    expect([response.status, response.body]).toEqual([202, {}]);
    await openMails(auth);
    await openLink(auth, owner.token, owner.cookie).expect(200);
    await send(auth, 'get', 'sessions', attacker).expect(200);
  });
});
