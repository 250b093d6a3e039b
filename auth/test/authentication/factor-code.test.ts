import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { changeFactors } from '../../src/accounts/change-factors';
import { needsFactorCode, requireFactorCode } from '../../src/authentication/factor-code';
import { startAuth, type TestAuth } from '../support/auth-service';
import { HOUR, restartClock, stopClock } from '../support/clock';
import { send, signUpDevice } from '../support/devices';
import { changeUser, userDocument } from '../support/documents';
import { issueFactorCode } from '../support/factor-codes';
import { TOTP } from '../support/stored-factors';

const RULES = { mfaRoles: ['admin', 'billing'] };
const APP = { ...TOTP, since: new Date() };

describe('the code of a first factor', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const read = async (id: string) => (await auth.services.stores.accounts.findById(id))!;

  /** Adds an app to the account as it was read. */
  async function addTotp(id: string, code?: string) {
    return changeFactors(auth.services.stores.accounts, await read(id), (account) => ({
      set: { totp: APP, isRequired: true },
      ends: 'nothing',
      usedToken: requireFactorCode(RULES, account, code),
      entries: [],
    }));
  }

  async function signUpGuarded() {
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { roles: ['billing'] });
    return person;
  }

  it('is needed for a role that only a second factor opens, and after a reset', async () => {
    const { id } = await signUpDevice(auth);
    const { factors } = await read(id);
    const isNeeded = (roles: string[], more: Partial<typeof factors> = {}) =>
      needsFactorCode(RULES, { roles, factors: { ...factors, ...more } });
    expect([isNeeded([]), isNeeded(['staff'])]).toEqual([false, false]);
    expect([isNeeded(['staff', 'admin']), isNeeded([], { wereReset: true })]).toEqual([true, true]);
    expect(isNeeded(['admin'], { totp: APP, wereReset: true })).toBe(false);
  });

  it('is asked for, and is good once', async () => {
    const { id, email } = await signUpGuarded();
    await expect(addTotp(id)).rejects.toMatchObject({ statusCode: 403, code: 'factor_code_required' });
    await expect(addTotp(id, '0000-0000-0000-0000')).rejects.toMatchObject({ code: 'invalid_code' });
    const [older, code] = [await issueFactorCode(auth, id), await issueFactorCode(auth, id)];
    expect(await addTotp(id, code)).toMatchObject({ factors: { isRequired: true } });
    expect((await userDocument(auth, email))?.mailTokens).not.toHaveProperty('factor');
    await changeUser(auth, email, { factors: {} });
    for (const used of [older, code])
      await expect(addTotp(id, used)).rejects.toMatchObject({ code: 'invalid_code' });
  });

  it('is used by one of twenty requests at once', async () => {
    const { id } = await signUpGuarded();
    const code = await issueFactorCode(auth, id);
    const account = await read(id);
    const add = () =>
      changeFactors(auth.services.stores.accounts, account, (now) => ({
        set: { pendingTotp: { secret: 's', key: 'k', until: new Date() } },
        ends: 'nothing',
        usedToken: requireFactorCode(RULES, now, code),
        entries: [],
      }));
    const settled = await Promise.allSettled(Array.from({ length: 20 }, add));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of settled)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'invalid_code' });
  });

  it('is of its account alone, and ends by time and by a change of the password', async () => {
    const clock = stopClock();
    const [person, other] = [await signUpGuarded(), await signUpGuarded()];
    const code = await issueFactorCode(auth, person.id);
    await expect(addTotp(other.id, code)).rejects.toMatchObject({ code: 'invalid_code' });
    clock.pass(HOUR + 1);
    await expect(addTotp(person.id, code)).rejects.toMatchObject({ code: 'invalid_code' });
    restartClock();

    const next = await issueFactorCode(auth, person.id);
    const passwords = { currentPassword: person.password, newPassword: 'quite another password' };
    await send(auth, 'post', 'password', person).send(passwords).expect(200);
    await expect(addTotp(person.id, next)).rejects.toMatchObject({ code: 'invalid_code' });
  });
});
