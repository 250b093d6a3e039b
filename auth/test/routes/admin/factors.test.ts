import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct, itIsForAdminsOnly } from '../../support/admin-only';
import { onlyAdmins, signUpAdmin } from '../../support/admins';
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
import { mailsOf } from '../../support/event-mails';
import { issueFactorCode } from '../../support/factor-codes';
import { WITH_MAIL } from '../../support/mailbox';
import { expectProblem } from '../../support/problems';
import { endSpawned } from '../../support/spawn-auth';
import { FACTORS, SINCE, storedFactors, storeFactors } from '../../support/stored-factors';

describe('what admins do about the factors of others', () => {
  let auth: TestAuth;
  let admin: Owner;
  const show = (device: Partial<Device>, id: string) => send(auth, 'get', `${id}/factors`, device);
  const reset = (device: Partial<Device>, id: string) => send(auth, 'delete', `${id}/factors`, device);

  async function withFactors(): Promise<Owner> {
    const person = await signUpDevice(auth);
    await storeFactors(auth, person.email, FACTORS);
    return person;
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
      const mails = await mailsOf(auth, 'factors_reset', person.id);
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
      const told = (await mailsOf(auth, 'factors_reset', lost.id)).map(
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
});
