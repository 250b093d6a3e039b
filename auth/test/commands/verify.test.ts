import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { refreshDevice, signUpDevice } from '../support/devices';
import { changeUser, userDocument } from '../support/documents';
import { openMails, tokenOf, WITH_MAIL } from '../support/mailbox';
import { newEmail } from '../support/people';
import { endSpawned } from '../support/spawn-auth';
import { claimsOf } from '../support/tokens';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth(WITH_MAIL);
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const verify = (...emails: string[]) => runAdmin(auth, ['verify', ...emails]);
const auditOf = (user: string) => auth.services.audit.list({ user, limit: 10 });

describe('admin verify', () => {
  it('lets the session go on, with tokens that tell of it', async () => {
    const person = await signUpDevice(auth);
    const told = { code: 0, stdout: `${person.email} counts as verified\n`, stderr: '' };
    expect(await verify(person.email.toUpperCase())).toEqual(told);
    expect(claimsOf(await refreshDevice(auth, person).expect(200))).toMatchObject({ email_verified: true });
    const act = { actor: 'command line', action: 'verify_email', target: person.id, outcome: 'done' };
    expect(await auditOf(person.id)).toEqual([expect.objectContaining(act)]);
  });

  it('keeps the roles of an account of before, whose owner resets the password then', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { roles: ['staff'] });
    await verify(email);
    await auth.request().post('/api/users/password/forgot').send({ email }).expect(202);
    const token = tokenOf((await openMails(auth)).at(-1)!);
    const password = 'quite another password';
    await auth.request().post('/api/users/password/reset').send({ token, password }).expect(200);
    expect(await userDocument(auth, email)).toMatchObject({ roles: ['staff'] });
  });

  it('changes nothing where the address is verified', async () => {
    const { email, id } = await signUpDevice(auth);
    await verify(email);
    const before = await userDocument(auth, email);
    expect((await verify(email)).code).toBe(0);
    expect(await userDocument(auth, email)).toEqual(before);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('waits until a ban is lifted', async () => {
    const { email } = await signUpDevice(auth);
    await runAdmin(auth, ['ban', email]);
    expect(await verify(email)).toEqual({ code: 1, stdout: '', stderr: 'admin: This account is banned.\n' });
    await runAdmin(auth, ['unban', email]);
    expect((await verify(email)).code).toBe(0);
  });

  it('needs an account, and its address', async () => {
    const email = newEmail();
    const fault = `admin: there is no account with the email ${email}\n`;
    expect(await verify(email)).toEqual({ code: 1, stdout: '', stderr: fault });
    expect((await verify()).stderr).toMatch(/^admin: not understood\nUsage: /);
  });
});
