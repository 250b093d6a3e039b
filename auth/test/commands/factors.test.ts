import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUpDevice, type Owner } from '../support/devices';
import { mailsOf } from '../support/event-mails';
import { userDocument } from '../support/documents';
import { openMails, WITH_MAIL } from '../support/mailbox';
import { endSpawned } from '../support/spawn-auth';
import { FACTORS, SINCE, storedFactors, storeFactors } from '../support/stored-factors';

describe('the commands about factors', () => {
  let auth: TestAuth;

  async function withFactors(): Promise<Owner> {
    const person = await signUpDevice(auth);
    await storeFactors(auth, person.email, FACTORS);
    return person;
  }

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, MFA_ROLES: 'billing' });
  });
  afterEach(endSpawned);
  afterAll(() => auth.stop());

  it('show and remove factors, and mail a reset', async () => {
    const person = await withFactors();
    const at = SINCE.toISOString();
    expect((await runAdmin(auth, ['factors', person.email])).stdout.split('\n')).toEqual([
      `${person.email}: a sign-in needs a second factor`,
      `authenticator app, since ${at}`,
      `passkey p1 (Passkey p1), since ${at}, never used`,
      'recovery codes left: 2',
      '',
    ]);
    expect((await runAdmin(auth, ['reset-factors', person.email])).code).toBe(0);
    expect(await storedFactors(auth, person.email)).toMatchObject({ wereReset: true, passkeys: [] });
    await openMails(auth);
    const { code, stderr } = await runAdmin(auth, ['send-reset', person.email]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`admin password ${person.email}`)]);
    await mailsOf(auth, 'reset_requested', person.id);
    expect(await openMails(auth)).toMatchObject([{ message: 'reset_password', recipient: person.email }]);
  });

  it('print a code for a first factor, which is stored as a hash', async () => {
    const person = await signUpDevice(auth);
    const { code, stdout, stderr } = await runAdmin(auth, ['factor-code', person.email]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$/)]);
    expect(stderr).toContain(`${person.email} can add a second factor with this until`);
    const stored = (await userDocument(auth, person.email))!;
    expect(stored.mailTokens).toMatchObject({ factor: [{ hash: expect.any(String) }] });
    expect(JSON.stringify(stored)).not.toContain(stdout.trim());
    expect(await auth.services.audit.list({ user: person.id, limit: 1 })).toMatchObject([
      { actor: 'command line', action: 'issue_factor_code', details: {} },
    ]);
  });
});
