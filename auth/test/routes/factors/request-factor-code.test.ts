import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, signUpDevice, type Device } from '../../support/devices';
import { changeUser } from '../../support/documents';
import { openMails, WITH_MAIL } from '../../support/mailbox';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import { codeOf, confirmTotp, WITH_TOTP } from '../../support/totp';

describe('a mailed code for the first factor', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, ...WITH_TOTP, MFA_ROLES: 'admin' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const request = (device: Partial<Device>) => send(auth, 'post', 'factors/code', device);
  const begin = (device: Device, code?: string) => send(auth, 'post', 'factors/totp', device).send({ code });

  async function mailedCode(device: Device): Promise<string> {
    await request(device).expect(202);
    return (await openMails(auth)).at(-1)?.code ?? '';
  }

  async function mailsAfterRequest(device: Device) {
    await request(device).expect(202);
    return openMails(auth);
  }

  it('lets an admin without a factor add one, once, and so have the role', async () => {
    const admin = await signUpAdmin(auth);
    expectProblem(await begin(admin), 403, 'factor_code_required');
    await request(admin).set('Accept-Language', 'de').expect(202, {});
    const mails = await openMails(auth);
    const [mail] = mails.slice(-1);
    expect(mail).toMatchObject({ recipient: admin.email, message: 'factor_code', language: 'de' });
    expect(mail).not.toHaveProperty('link');
    const { secret } = (await begin(admin, mail!.code).expect(201)).body as { secret: string };
    const added = await confirmTotp(auth, admin, codeOf(secret)).expect(200);
    expect(claimsOf(added)).toMatchObject({ acr: 'aal2', roles: ['admin'] });
  });

  it('is good for an hour', async () => {
    const clock = stopClock();
    const admin = await signUpAdmin(auth);
    const code = await mailedCode(admin);
    clock.pass(HOUR + MINUTE);
    await auth.connection.collection('sessions').updateMany({}, { $set: { authTime: new Date() } });
    const device = deviceOf(await refreshDevice(auth, admin));
    expectProblem(await begin(device, code), 400, 'invalid_code');
  });

  it('is of one account', async () => {
    const code = await mailedCode(await signUpAdmin(auth));
    expectProblem(await begin(await signUpAdmin(auth), code), 400, 'invalid_code');
  });

  it('is mailed to nobody who needs none, and no more than three times an hour', async () => {
    const person = await signUpDevice(auth);
    const admin = await signUpAdmin(auth);
    for (const device of [person, admin, admin, admin, admin]) await request(device).expect(202);
    const recipients = (await openMails(auth)).map(({ recipient }) => recipient);
    const to = (email: string) => recipients.filter((recipient) => recipient === email);
    expect(to(person.email)).toEqual([]);
    expect(to(admin.email)).toHaveLength(3);
  });

  it('is not mailed to an address that a thief of the password may have set', async () => {
    const clock = stopClock();
    const admin = await signUpAdmin(auth);
    const until = new Date(Date.now() + HOUR);
    const restore = [{ hash: 'way back', until, email: 'former@example.com', wasVerified: true }];
    await changeUser(auth, admin.email, { mailTokens: { restore } });
    expect(await mailsAfterRequest(admin)).toEqual([]);
    clock.pass(HOUR + MINUTE);
    await auth.connection.collection('sessions').updateMany({}, { $set: { authTime: new Date() } });
    expect(await mailsAfterRequest(deviceOf(await refreshDevice(auth, admin)))).toHaveLength(1);
  });

  it('is for a fresh session alone', async () => {
    const clock = stopClock();
    const admin = await signUpAdmin(auth);
    clock.pass(11 * MINUTE);
    expectProblem(await request(admin), 401, 'insufficient_user_authentication');
    expectProblem(await request({}), 401, 'token_missing');
  });
});
