import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../../support/admin-command';
import { itIsAnAdminAct, itIsForAdminsOnly } from '../../support/admin-only';
import { onlyAdmins, putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR } from '../../support/clock';
import {
  refreshDevice,
  send,
  signInDevice,
  signUpDevice,
  type Device,
  type Owner,
} from '../../support/devices';
import { userDocument } from '../../support/documents';
import { issueFactorCode } from '../../support/factor-codes';
import { openMails, tokenOf, WITH_MAIL } from '../../support/mailbox';
import { expectProblem } from '../../support/problems';
import { endSpawned } from '../../support/spawn-auth';
import { passkey, storedFactors, storeFactors, TOTP } from '../../support/stored-factors';

const SINCE = new Date('2026-03-01T08:05:00Z');
const FACTORS = {
  version: 3,
  gen: 0,
  isRequired: true,
  totp: { ...TOTP, since: SINCE },
  recoveryCodes: ['one', 'two'],
  passkeys: [passkey('p1', SINCE)],
};

describe('what admins do about the factors of others', () => {
  let auth: TestAuth;
  let admin: Owner;
  const show = (device: Partial<Device>, id: string) => send(auth, 'get', `${id}/factors`, device);
  const reset = (device: Partial<Device>, id: string) => send(auth, 'delete', `${id}/factors`, device);
  const sendReset = (device: Partial<Device>, id: string) =>
    send(auth, 'post', `${id}/password/reset`, device);

  async function withFactors(): Promise<Owner> {
    const person = await signUpDevice(auth);
    await storeFactors(auth, person.email, FACTORS);
    return person;
  }

  /** The mails about an event that wait, once it was relayed. */
  async function mailsOf(kind: string, account: string) {
    await auth.services.relay.drain();
    await auth.services.relay.relayLeft();
    return auth.connection.collection('deliveries').find({ kind, account }).toArray();
  }

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, MFA_ROLES: 'billing' });
    admin = await signUpAdmin(auth);
  });
  afterEach(endSpawned);
  afterAll(() => auth.stop());

  describe('GET /api/users/:id/factors', () => {
    itIsForAdminsOnly(
      () => auth,
      async (device) => show(device, (await signUpDevice(auth)).id),
    );

    it('shows them without secrets', async () => {
      const { id } = await withFactors();
      expect((await show(admin, id).expect(200)).body).toEqual({
        password: true,
        required: true,
        totp: { since: SINCE.toISOString() },
        recoveryCodes: 2,
        passkeys: [{ id: 'p1', name: 'Passkey p1', createdAt: SINCE.toISOString(), backedUp: false }],
      });
      expectProblem(await show(admin, 'a'.repeat(24)), 404, 'not_found');
    });
  });

  describe('GET /api/users/:id/sessions', () => {
    itIsForAdminsOnly(
      () => auth,
      async (device) => send(auth, 'get', `${(await signUpDevice(auth)).id}/sessions`, device),
    );

    it('shows them in pages, the last sign-in first', async () => {
      const person = await signUpDevice(auth);
      await signInDevice(auth, person);
      const own = (await send(auth, 'get', 'sessions', person).expect(200)).body as { sessions: object[] };
      const page = async (query: string) =>
        (await send(auth, 'get', `${person.id}/sessions?limit=1${query}`, admin).expect(200)).body as {
          sessions: object[];
          next?: string;
        };
      const first = await page('');
      const second = await page(`&after=${first.next}`);
      const shown = own.sessions.map((each) => ({ ...each, current: false }));
      expect([...first.sessions, ...second.sessions]).toEqual(shown);
      expect(second.next).toBeUndefined();
    });
  });

  describe('DELETE /api/users/:id/factors', () => {
    itIsAnAdminAct(
      () => auth,
      async (device) => reset(device, (await signUpDevice(auth)).id),
    );

    it('removes all, ends the sessions, and tells the owner', async () => {
      const person = await withFactors();
      await reset(admin, person.id).expect(200);
      const none = { version: 4, gen: 1, isRequired: false, recoveryCodes: [], passkeys: [] };
      expect(await storedFactors(auth, person.email)).toEqual({ ...none, wereReset: true });
      expectProblem(await refreshDevice(auth, person), 401, 'session_revoked');
      await signInDevice(auth, person);
      const mails = await mailsOf('factors_reset', person.id);
      expect(mails.map(({ recipient }) => recipient as unknown)).toEqual([person.email]);
      expect(await auth.services.audit.list({ user: person.id, limit: 1 })).toMatchObject([
        { actor: admin.id, action: 'reset_factors', outcome: 'done', details: {} },
      ]);
    });

    it('ends the codes of a first factor, and what was asked for before', async () => {
      const person = await signUpDevice(auth);
      await issueFactorCode(auth, person.id);
      const askedAt = new Date();
      await reset(admin, person.id).expect(200);
      const { accounts } = auth.services.stores;
      const account = (await accounts.findById(person.id))!;
      expect(account.mailTokens.factor).toEqual([]);
      const token = { hash: 'h', until: new Date(Date.now() + HOUR) };
      expect(await accounts.emails.addToken(account, 'factor', token, new Date(+askedAt - 1), [])).toBe(
        false,
      );
      expect(await accounts.emails.addToken(account, 'factor', token, new Date(), [])).toBe(true);
    });

    it('tells all other admins where it is one, too', async () => {
      const [lost, other] = [await signUpAdmin(auth), await signUpAdmin(auth)];
      await onlyAdmins(auth, admin, lost, other);
      await reset(admin, lost.id).expect(200);
      const told = (await mailsOf('factors_reset', lost.id)).map(
        ({ recipient, data }) => [recipient, (data as { to?: string }).to] as unknown[],
      );
      expect(told.sort()).toEqual(
        [
          [lost.email, undefined],
          [admin.email, 'other admins'],
          [other.email, 'other admins'],
        ].sort(),
      );
    });

    it('beats a change of them just then', async () => {
      const person = await withFactors();
      const account = (await auth.services.accounts.find(person.id))!;
      await storeFactors(auth, person.email, { ...FACTORS, version: 4 });
      await auth.services.administration.change(
        account,
        { kind: 'reset_factors' },
        { actor: admin.id, from: '' },
      );
      expect(await storedFactors(auth, person.email)).toMatchObject({ version: 5, passkeys: [] });
    });
  });

  describe('POST /api/users/:id/password/reset', () => {
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
      const [waiting] = await mailsOf('reset_requested', person.id);
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

  describe('the commands', () => {
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
      await mailsOf('reset_requested', person.id);
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
});
