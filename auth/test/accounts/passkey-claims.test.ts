import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { changeFactors } from '../../src/accounts/change-factors';
import type { Passkey } from '../../src/accounts/factors';
import { proveEmail } from '../../src/accounts/prove-email';
import { NO_FACTORS } from '../../src/accounts/remove-factors';
import type { Account } from '../../src/accounts/account';
import { resetFactors } from '../../src/administration/factor-acts';
import { newEvent } from '../../src/events/account-event';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../support/clock';
import { send, signUpDevice, type Owner } from '../support/devices';

const PURGE = { sessions: 'none', factors: NO_FACTORS, restore: [] } as const;
const resetOf = ({ id }: Account) => ({ event: newEvent('factor_removed', id, {}) });

describe('the claim of a passkey', () => {
  let auth: TestAuth;
  let one: Owner;
  let other: Owner;
  beforeAll(async () => {
    auth = await startAuth();
    [one, other] = [await signUpDevice(auth), await signUpDevice(auth)];
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const claims = () => auth.services.stores.accounts.passkeys;
  const newCredential = () => randomBytes(32).toString('base64url');

  async function list({ id }: Owner, ...credentials: string[]) {
    const { accounts } = auth.services.stores;
    const passkeys = credentials.map((credential) => ({ credential }) as Passkey);
    const account = (await accounts.findById(id))!;
    await changeFactors(accounts, account, () => ({ set: { passkeys }, ends: 'nothing', entries: [] }));
  }

  it('is of the first of two accounts that claim it, also at once', async () => {
    const credential = newCredential();
    const both = await Promise.all([one, other].map(({ id }) => claims().claim(credential, id)));
    expect(both.toSorted()).toEqual([false, true]);
    expect(await claims().find(credential)).toBe([one, other][both.indexOf(true)]!.id);
    expect(await claims().find(newCredential())).toBeUndefined();
  });

  it('is void after ten minutes, unless the account lists the passkey', async () => {
    const clock = stopClock();
    const [listed, lost] = [newCredential(), newCredential()];
    for (const credential of [listed, lost]) expect(await claims().claim(credential, one.id)).toBe(true);
    await list(one, listed);
    clock.pass(9 * MINUTE);
    for (const credential of [listed, lost]) expect(await claims().claim(credential, other.id)).toBe(false);
    clock.pass(MINUTE);
    expect(await claims().claim(listed, other.id)).toBe(false);
    const both = await Promise.all([one, other].map(({ id }) => claims().claim(lost, id)));
    expect(both.toSorted()).toEqual([false, true]);
  });

  it('is void at once when the passkey that was listed is not any more', async () => {
    const credential = newCredential();
    await claims().claim(credential, one.id);
    await list(one, credential);
    await claims().settle(credential, one.id);
    expect(await claims().claim(credential, other.id)).toBe(false);
    await list(one);
    expect(await claims().claim(credential, other.id)).toBe(true);
    await claims().release(credential, one.id);
    expect(await claims().find(credential)).toBe(other.id);
  });

  it('is removed when it is void, and kept when it turns out to be listed', async () => {
    const clock = stopClock();
    const [listed, lost] = [newCredential(), newCredential()];
    for (const credential of [listed, lost]) await claims().claim(credential, one.id);
    await list(one, listed);
    await claims().removeVoid();
    expect(await claims().find(lost)).toBe(one.id);
    clock.pass(11 * MINUTE);
    await claims().removeVoid();
    expect(await claims().find(lost)).toBeUndefined();
    const kept = auth.connection.collection<{ _id: string }>('passkeys').findOne({ _id: listed });
    expect(await kept).toEqual({ _id: listed, account: one.id, at: expect.any(Date) });
  });

  it('goes with what removes the passkey: a reset by an admin, and the proof of an address', async () => {
    const { accounts } = auth.services.stores;
    const owner = await signUpDevice(auth);
    const removals = [
      async () => resetFactors(accounts, (await accounts.findById(owner.id))!, resetOf),
      () => proveEmail(accounts, owner.id, () => Promise.resolve({ proof: PURGE, entries: [] })),
    ];
    for (const remove of removals) {
      const credential = newCredential();
      await claims().claim(credential, owner.id);
      await list(owner, credential);
      await claims().settle(credential, owner.id);
      expect(await remove()).toMatchObject({ factors: { passkeys: [] } });
      expect(await claims().find(credential)).toBeUndefined();
    }
  });

  it('goes with its account', async () => {
    const [gone, credential] = [await signUpDevice(auth), newCredential()];
    await claims().claim(credential, gone.id);
    await list(gone, credential);
    await send(auth, 'delete', 'me', gone).expect(200);
    expect(await claims().claim(credential, other.id)).toBe(true);
  });
});
