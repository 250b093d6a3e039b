import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR } from '../../support/clock';
import { send, signInDevice, signUpDevice, type Device, type Owner } from '../../support/devices';
import { mailsOf } from '../../support/event-mails';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { expectProblem } from '../../support/problems';
import { endSpawned } from '../../support/spawn-auth';

describe('POST /api/users/:id/password/reset', () => {
  let auth: TestAuth;
  let admin: Owner;
  const sendReset = (device: Partial<Device>, id: string) =>
    send(auth, 'post', `${id}/password/reset`, device);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, MFA_ROLES: 'billing' });
    admin = await signUpAdmin(auth);
  });
  afterEach(endSpawned);
  afterAll(() => auth.stop());

  itIsAnAdminAct(
    () => auth,
    async (device) => sendReset(device, (await signUpDevice(auth)).id),
    202,
  );

  it('mails a link to the account, which no admin sees', async () => {
    const person = await signUpDevice(auth);
    await openMails(auth);
    const response = await sendReset(admin, person.id).expect(202);
    expect(response.body).toEqual({});
    const [waiting] = await mailsOf(auth, 'reset_requested', person.id);
    expect((waiting!.expiresAt as Date).getTime()).toBeLessThanOrEqual(Date.now() + HOUR);
    const [mail, ...others] = await openMails(auth);
    expect([mail, others]).toMatchObject([{ message: 'reset_password', recipient: person.email }, []]);
    const password = 'quite another password';
    const chosen = { token: tokenOf(mail!), password };
    await auth.request().post('/api/users/password/reset').send(chosen).expect(200);
    await signInDevice(auth, { ...person, password });
    expect(await auth.services.audit.list({ user: person.id, limit: 10 })).toMatchObject([
      { actor: admin.id, action: 'send_reset', outcome: 'done' },
    ]);
  });

  it('is refused for an account that is banned, with a trace', async () => {
    const { id } = await signUpDevice(auth);
    await putBan(auth, admin, id).expect(200);
    expectProblem(await sendReset(admin, id), 403, 'banned');
    expect(await auth.services.audit.list({ user: id, limit: 1 })).toMatchObject([
      { action: 'send_reset', outcome: 'refused', code: 'banned' },
    ]);
  });
});
