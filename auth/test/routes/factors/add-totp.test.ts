import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue } from '../../support/cookies';
import { refreshDevice, send, sidOf, signInDevice, signUpDevice } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import {
  askedForFactor,
  beginTotp,
  codeOf,
  confirmTotp,
  enrol,
  proveFactor,
  STEP_MS,
  WITH_TOTP,
  wrongCode,
} from '../../support/totp';
import { withAuth } from '../../support/with-auth';
import { WITH_MAIL } from '../../support/mailbox';

describe('adding an authenticator app', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_TOTP, APP_NAME: 'Example' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const factorsOf = async (id: string) => (await auth.services.accounts.find(id))!.factors;

  it('gives a secret, and changes nothing until a code of it comes', async () => {
    const owner = await signUpDevice(auth);
    const response = await send(auth, 'post', 'factors/totp', owner).send({}).expect(201);
    const { secret, uri } = response.body as { secret: string; uri: string };
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Example:/);
    expect(decodeURIComponent(uri)).toContain(owner.email);
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(response.headers['cache-control']).toContain('no-store');
    const shown = await send(auth, 'get', 'factors', owner).expect(200);
    expect(shown.body).toMatchObject({ required: false, totp: null, recoveryCodes: 0, passkeys: [] });
    await signInDevice(auth, owner);
  });

  it('turns the second factor on, gives recovery codes once, and makes the session aal2 with its time', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    const authTime = Math.floor(Date.now() / 1000);
    clock.pass(5 * MINUTE);
    const secret = await beginTotp(auth, owner);
    const response = await confirmTotp(auth, owner, codeOf(secret)).expect(200);
    const { recoveryCodes } = response.body as { recoveryCodes: string[] };
    expect(new Set(recoveryCodes).size).toBe(10);
    const claims = { sid: sidOf(owner), acr: 'aal2', amr: ['pwd', 'otp', 'mfa'], auth_time: authTime };
    expect(claimsOf(response)).toMatchObject(claims);
    expect(claimsOf(await refreshDevice(auth, owner).expect(200))).toMatchObject(claims);
    const shown = await send(auth, 'get', 'factors', owner).expect(200);
    const totp = { since: new Date().toISOString() };
    expect(shown.body).toMatchObject({ required: true, totp, recoveryCodes: 10, passkeys: [] });
    await askedForFactor(auth, owner);
    await auth.services.relay.drain();
    const events = await auth.services.activity.listAll(owner.id, { limit: 10 });
    expect(events.find(({ type }) => type === 'factor_added')).toMatchObject({ details: { factor: 'totp' } });
  });

  it('takes the code of a step before or after, and a newer secret in the place of one that waits', async () => {
    const owner = await signUpDevice(auth);
    const first = await beginTotp(auth, owner);
    const second = await beginTotp(auth, owner);
    expectProblem(await confirmTotp(auth, owner, codeOf(first)), 400, 'invalid_code');
    await confirmTotp(auth, owner, codeOf(second, 1)).expect(200);
  });

  it('ends after ten minutes, and with its confirmation', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    const secret = await beginTotp(auth, owner);
    clock.pass(10 * MINUTE);
    expectProblem(await confirmTotp(auth, owner, codeOf(secret)), 401, 'ceremony_expired');
    const other = await signUpDevice(auth);
    expectProblem(await confirmTotp(auth, other, '123456'), 401, 'ceremony_expired');
    const enrolled = await enrol(auth, other);
    expectProblem(await confirmTotp(auth, enrolled, codeOf(enrolled.secret)), 401, 'ceremony_expired');
  });

  it('counts wrong codes as failures of the session, which ends with the tenth', async () => {
    const owner = await signUpDevice(auth);
    const secret = await beginTotp(auth, owner);
    for (let n = 0; n < 10; n++)
      expectProblem(await confirmTotp(auth, owner, wrongCode(secret)), 400, 'invalid_code');
    expect((await confirmTotp(auth, owner, codeOf(secret))).status).toBe(401);
    expect((await refreshDevice(auth, owner)).status).toBe(401);
    expect((await factorsOf(owner.id)).totp).toBeUndefined();
  });

  it('keeps the old app until the new one has shown a code; then the old one and what it proved end', async () => {
    const clock = stopClock();
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    const signedIn = await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret));
    expect(claimsOf(signedIn)).toMatchObject({ acr: 'aal2' });
    const other = { session: cookieValue(signedIn, 'session')!, refresh: cookieValue(signedIn, 'refresh')! };
    const next = await beginTotp(auth, owner);
    clock.pass(STEP_MS);
    const again = await askedForFactor(auth, owner);
    expect((await proveFactor(auth, again, 'totp', codeOf(owner.secret))).status).toBe(200);
    const waiting = await askedForFactor(auth, owner);
    const response = await confirmTotp(auth, owner, codeOf(next)).expect(200);
    expect(response.body).toEqual({ recoveryCodes: [] });
    expect(claimsOf(response)).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    // What another session has proven ends, and so does a sign-in that waits.
    expect((await send(auth, 'get', 'factors', other)).status).toBe(401);
    expect(claimsOf(await refreshDevice(auth, other).expect(200))).toMatchObject({ acr: 'aal1' });
    clock.pass(STEP_MS);
    expectProblem(await proveFactor(auth, waiting, 'totp', codeOf(next)), 401, 'ceremony_expired');
    const last = await askedForFactor(auth, owner);
    expectProblem(await proveFactor(auth, last, 'totp', codeOf(owner.secret)), 400, 'invalid_code');
    expect((await proveFactor(auth, last, 'totp', codeOf(next))).status).toBe(200);
  });

  it('needs a fresh session, with the second factor where there is one', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    clock.pass(11 * MINUTE);
    const stale = await send(auth, 'post', 'factors/totp', owner).send({});
    expectProblem(stale, 401, 'insufficient_user_authentication');
    expectProblem(await confirmTotp(auth, owner, '123456'), 401, 'insufficient_user_authentication');
    const other = await signUpDevice(auth);
    const before = await signInDevice(auth, other);
    await enrol(auth, other);
    const weak = await send(auth, 'post', 'factors/totp', before).send({});
    expectProblem(weak, 401, 'insufficient_user_authentication');
    expect(weak.headers['www-authenticate']).toContain('acr_values="aal2"');
  });

  it('needs a proof of the session: an access token alone is not enough', async () => {
    const { session } = await signUpDevice(auth);
    for (const path of ['factors/totp', 'factors/totp/confirm', 'factors/recovery-codes'])
      expectProblem(await send(auth, 'post', path, { session }).send({}), 401, 'token_expired');
    expectProblem(await send(auth, 'get', 'factors', { session }), 401, 'token_expired');
  });

  it('refuses what is no code, without counting it', async () => {
    const owner = await signUpDevice(auth);
    const secret = await beginTotp(auth, owner);
    const none = [undefined, null, 123456, '12345', '1234567', 'abcdef', ['123456'], {}, '1'.repeat(10_000)];
    // Twice, as ten failures end the session.
    for (const code of [...none, ...none]) expectInvalid(await confirmTotp(auth, owner, code), 'code');
    for (const code of [7, {}, 'x'.repeat(1000)])
      expectInvalid(await send(auth, 'post', 'factors/totp', owner).send({ code }), 'code');
    await confirmTotp(auth, owner, ` ${codeOf(secret).replace(/^.../, '$& ')} `).expect(200);
  });

  it('lets one of several confirmations at once win', async () => {
    const owner = await signUpDevice(auth);
    const secret = await beginTotp(auth, owner);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => confirmTotp(auth, owner, codeOf(secret))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
    expect((await factorsOf(owner.id)).recoveryCodes).toHaveLength(10);
  });

  it('is off without DATA_KEY', async () => {
    await withAuth({}, async (plain) => {
      const owner = await signUpDevice(plain);
      await send(plain, 'post', 'factors/totp', owner).send({}).expect(404);
      await send(plain, 'get', 'factors', owner).expect(200);
    });
  });

  it('waits for the address to be verified, where that is asked for', async () => {
    await withAuth({ ...WITH_TOTP, ...WITH_MAIL, EMAIL_VERIFICATION: 'optional' }, async (asking) => {
      const owner = await signUpDevice(asking);
      expectProblem(await send(asking, 'post', 'factors/totp', owner).send({}), 403, 'email_not_verified');
      await changeUser(asking, owner.email, { emailVerifiedAt: new Date() });
      await send(asking, 'post', 'factors/totp', owner).send({}).expect(201);
    });
  });
});
