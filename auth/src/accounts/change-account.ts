import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@latchkey/common';
import type { Account, AccountChange } from './account';
import type { AccountStore } from './account-store';
import { takeAdminAway, takesAdminAway } from './last-admin';

const MOST_TRIES = 50;
const LONGEST_WAIT_MS = 50;

/**
 * Changes an account, again from what it is now whenever somebody else was faster: a role that is granted meanwhile must
 * not slip past the rule of the last admin.
 * @param changeOf what to change, by the account as it is now; undefined for nothing
 * @returns the account afterwards, or undefined when there is none
 * @throws LastAdminError (409 `last_admin`), UnavailableError (503) when others don't cease to be faster
 */
export async function changeAccount(
  store: AccountStore,
  id: string,
  changeOf: (account: Account) => AccountChange | undefined,
): Promise<Account | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const account = await store.findById(id);
    const change = account && changeOf(account);
    if (!change) return account;
    const changed = takesAdminAway(account, change)
      ? await takeAdminAway(store, account, change)
      : await store.change(account, change);
    if (changed) return changed;
    // By chance, so that two who are in each other's way don't meet again.
    await sleep(Math.random() * LONGEST_WAIT_MS);
  }
  throw new UnavailableError('Others are changing the same accounts. Try again shortly.');
}
