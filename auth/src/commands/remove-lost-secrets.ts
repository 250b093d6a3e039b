import { hostname } from 'node:os';
import type { Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { FactorChange } from '../accounts/factor-storage';
import { withoutFactor } from '../accounts/remove-factors';
import type { AccountStore } from '../accounts/storage';
import { newEvent } from '../events/account-event';
import { ACTOR } from './command';

/**
 * Removes the authenticator apps whose secrets need a key that is lost. Passkeys stay, and so do recovery codes beside them. An
 * account without passkeys has no second factor afterwards, and adds its next one with a mailed code, as after a reset by an admin.
 * @param keys the names of the keys
 * @returns how many were removed
 */
export async function removeLostSecrets(store: AccountStore, keys: readonly string[]): Promise<number> {
  let removed = 0;
  for (const key of keys)
    for await (const account of store.totpKeys.accountsOf(key))
      if (await remove(store, account, key)) removed += 1;
  return removed;
}

async function remove(store: AccountStore, read: Account, key: string): Promise<boolean> {
  let isRemoved = false;
  const changed = await changeFactors(store, read, (account) => {
    const removal = removalOf(account, key);
    isRemoved = removal !== undefined;
    return removal;
  });
  return isRemoved && changed !== undefined;
}

function removalOf({ id, factors }: Account, key: string): FactorChange | undefined {
  if (factors.totp?.key !== key) return undefined;
  const isLast = factors.passkeys.length === 0;
  const origin = { actor: ACTOR, from: hostname() };
  return {
    set: { ...withoutFactor(factors, { totp: undefined }), ...(isLast && { wereReset: true }) },
    ends: 'assurance',
    entries: [{ event: newEvent('factor_removed', id, origin, { factor: 'totp' }) }],
  };
}
