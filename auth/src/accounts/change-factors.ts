import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@latchkey/common';
import type { Account } from './account';
import type { FactorChange } from './factor-storage';
import type { AccountStore } from './storage';

const MAX_TRIES = 50;
const MAX_WAIT_MS = 20;

/**
 * Changes the factors of an account that was just read. When others have changed it since, the change is made out for the account
 * as it is now, so of two that use the same code one is refused, and of two that remove the last two ways in, too.
 * @param resolve the change for an account, or undefined where there is nothing to change; it throws where it must not be made
 * @returns the account afterwards, or undefined when it is gone or its sessions were ended since it was read
 * @throws UnavailableError (503) when other changes keep coming first, and what `resolve` throws
 */
export async function changeFactors(
  store: Pick<AccountStore, 'factors' | 'findById'>,
  read: Account,
  resolve: (account: Account) => FactorChange | undefined,
): Promise<Account | undefined> {
  let account = read;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const change = resolve(account);
    if (!change) return account;
    const changed = await store.factors.change(account, change);
    if (changed) return changed;
    // A random time, so that two who are in each other's way do not meet again.
    await sleep(Math.random() * MAX_WAIT_MS);
    const now = await store.findById(read.id);
    if (now?.sessionGen !== read.sessionGen) return undefined;
    account = now;
  }
  throw new UnavailableError('Others are changing the same account. Try again shortly.', 1);
}
