import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue, isCleared } from '../../support/cookies';
import { cookiesOf, send, sidOf, signInDevice, signUpDevice, type Device } from '../../support/devices';
import { changeUser, sessionDocument } from '../../support/documents';
import { openMails, WITH_MAIL } from '../../support/mailbox';
import { newAddress, newEmail } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { codeOf } from '../../support/sign-in-codes';
import { claimsOf } from '../../support/tokens';

const STEP_UP = { purpose: 'step-up' };
const CEREMONY = 'ceremony-step-up';

describe('a step-up by a mailed code', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  async function verified() {
    const device = await signUpDevice(auth);
    await changeUser(auth, device.email, { emailVerifiedAt: new Date() });
    return device;
  }

  /** Begins one. @returns the secret in its cookie */
  async function begin(device: Device): Promise<string> {
    const response = await send(auth, 'post', 'authentication', device).send(STEP_UP).expect(201);
    expect(response.body).toEqual({ factors: ['password', 'email'] });
    return cookieValue(response, CEREMONY)!;
  }

  const at = (path: string, device: Partial<Device>, secret: string, body: object) =>
    send(auth, 'post', `authentication/${path}`, device)
      .set('X-Forwarded-For', newAddress())
      .set('Cookie', `${cookiesOf(device)}; ${CEREMONY}=${secret}`)
      .send({ ...STEP_UP, ...body });
  const askForMail = (device: Partial<Device>, secret: string) => at('email', device, secret, {});
  const prove = (device: Partial<Device>, secret: string, code: unknown) =>
    at('code', device, secret, { code });

  it('makes the session fresh, by the code of the mail', async () => {
    const clock = stopClock();
    const device = await verified();
    clock.pass(14 * MINUTE);
    const secret = await begin(device);
    const asked = await askForMail(device, secret).set('Accept-Language', 'de').expect(202);
    expect(asked.body).toEqual({});
    const code = codeOf(secret);
    expect(await openMails(auth)).toEqual([
      { recipient: device.email, message: 'step_up_code', code, language: 'de' },
    ]);
    const proven = await prove(device, secret, code.toLowerCase()).expect(200);
    expect(claimsOf(proven)).toMatchObject({
      sid: sidOf(device),
      auth_time: Math.floor(Date.now() / 1000),
      amr: ['email'],
      acr: 'aal1',
    });
    expect(isCleared(proven, CEREMONY)).toBe(true);
    expectProblem(await prove(device, secret, code), 401, 'ceremony_expired');
  });

  it('counts once, of twenty right codes at once', async () => {
    const device = await verified();
    const secret = await begin(device);
    const tries = Array.from({ length: 20 }, () => prove(device, secret, codeOf(secret)));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(19).fill(401)]);
  });

  it('is proven by no code of a sign-in, and signs nobody in', async () => {
    const device = await verified();
    const secret = await begin(device);
    expectProblem(await prove(device, secret, codeOf('A'.repeat(43))), 400, 'invalid_code');
    const code = codeOf(secret);
    const asSignIn = auth
      .request()
      .post('/api/users/authentication/code')
      .set('Cookie', `ceremony-sign-in=${secret}`)
      .send({ purpose: 'sign-in', code });
    expectProblem(await asSignIn, 401, 'ceremony_expired');
  });

  it('takes the proof of the session that began it', async () => {
    const device = await verified();
    const other = await signInDevice(auth, device);
    const secret = await begin(device);
    const code = codeOf(secret);
    expectProblem(await prove({}, secret, code), 401, 'token_missing');
    expectProblem(await prove({ session: device.session }, secret, code), 401, 'token_expired');
    expectProblem(await prove(other, secret, code), 401, 'ceremony_expired');
    expectProblem(await askForMail(other, secret), 401, 'ceremony_expired');
    expectProblem(await askForMail({ session: device.session }, secret), 401, 'token_expired');
    await prove(device, secret, code).expect(200);
  });

  it('is void for the mailbox of an address that the account had before', async () => {
    const device = await verified();
    const secret = await begin(device);
    await askForMail(device, secret).expect(202);
    await changeUser(auth, device.email, { email: newEmail() });
    expect(await openMails(auth)).toEqual([]);
    expectProblem(await prove(device, secret, codeOf(secret)), 400, 'invalid_code');
  });

  it('ends the session at the tenth wrong code', async () => {
    const device = await verified();
    for (let n = 0; n < 2; n++) {
      const secret = await begin(device);
      for (let guess = 0; guess < 5; guess++)
        expectProblem(await prove(device, secret, `WRNG-000${guess}`), 400, 'invalid_code');
      expectProblem(
        await prove(device, secret, codeOf(secret)),
        401,
        n === 0 ? 'ceremony_expired' : 'token_revoked',
      );
    }
    const session = await sessionDocument(auth, sidOf(device));
    expect(session).toMatchObject({ revokedBecause: 'too_many_wrong_codes' });
  });

  it('is nothing for an address that is not verified', async () => {
    const device = await signUpDevice(auth);
    const response = await send(auth, 'post', 'authentication', device).send(STEP_UP).expect(201);
    expect(response.body).toEqual({ factors: ['password'] });
    const secret = cookieValue(response, CEREMONY)!;
    expectProblem(await askForMail(device, secret), 403, 'email_not_verified');
    expectProblem(await prove(device, secret, codeOf(secret)), 403, 'email_not_verified');
  });

  it('sends three mails an hour, and the last code goes on working', async () => {
    stopClock();
    const device = await verified();
    const secret = await begin(device);
    for (let n = 0; n < 5; n++) await askForMail(device, secret).expect(202);
    expect(await openMails(auth)).toHaveLength(3);
    await prove(device, secret, codeOf(secret)).expect(200);
  });

  it('counts a mail that is tried again once', async () => {
    const clock = stopClock();
    const device = await verified();
    const secret = await begin(device);
    await askForMail(device, secret).expect(202);
    const { deliveries } = auth.services.stores;
    for (let n = 0; n < 5; n++) {
      const delivery = (await deliveries.claim('mail', 1000))!;
      expect(await auth.services.mailPreparation.prepare(delivery)).toMatchObject({ code: codeOf(secret) });
      clock.pass(2000);
    }
    await askForMail(device, secret).expect(202);
    expect(await openMails(auth)).toHaveLength(2);
  });

  it('has ten minutes', async () => {
    const clock = stopClock();
    const device = await verified();
    const secret = await begin(device);
    await askForMail(device, secret).expect(202);
    clock.pass(11 * MINUTE);
    expect(await openMails(auth)).toEqual([]);
    expectProblem(await prove(device, secret, codeOf(secret)), 401, 'ceremony_expired');
  });

  it('limits who asks, and takes codes and purposes of the right form', async () => {
    stopClock();
    const device = await verified();
    const secret = await begin(device);
    for (const code of [undefined, 7, ['x'], '', 'x'.repeat(1000)])
      expectInvalid(await prove(device, secret, code), 'code');
    expectInvalid(await at('code', device, secret, { purpose: 'sign-up', code: codeOf(secret) }), 'purpose');
    const from = newAddress();
    for (let n = 0; n < 60; n++) await askForMail(device, secret).set('X-Forwarded-For', from).expect(202);
    expectTooMany(await askForMail(device, secret).set('X-Forwarded-For', from));
  });

  it('is not there where SIGN_IN_BY_EMAIL is off', async () => {
    const without = await startAuth(WITH_MAIL);
    const device = await signUpDevice(without);
    await changeUser(without, device.email, { emailVerifiedAt: new Date() });
    const response = await send(without, 'post', 'authentication', device).send(STEP_UP).expect(201);
    expect(response.body).toEqual({ factors: ['password'] });
    for (const path of ['email', 'code'])
      expect((await send(without, 'post', `authentication/${path}`, device).send(STEP_UP)).status).toBe(404);
    await without.stop();
  });
});
