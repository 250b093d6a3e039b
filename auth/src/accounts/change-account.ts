import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@latchkey/common';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { AccountStore } from './storage';
import { resolveRequest, type ChangeRequest } from './change-request';
import { takeAdminAway, takesAdminAway } from './last-admin';

const MAX_TRIES = 50;
const MAX_WAIT_MS = 50;

/**
 * Changes an account that was just read. When somebody else has changed it since, the request is resolved again for the
 * account as it is now: a role that is granted meanwhile must not slip past the rule of the last admin.
 * @param entriesOf what the change of an account, as it is before, leads to; written in the same update
 * @returns the account afterwards, or undefined when it is gone
 * @throws LastAdminError (409 `last_admin`), UnavailableError (503) when other changes keep coming first, and what
 *   `resolveRequest` throws
 */
export async function changeAccount(
  store: AccountStore,
  read: Account,
  request: ChangeRequest,
  entriesOf: (account: Account) => readonly OutboxEntry[] = () => [],
): Promise<Account | undefined> {
  let account = read;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const change = resolveRequest(request, account);
    if (!change) return account;
    const entries = entriesOf(account);
    const changed = takesAdminAway(account, change)
      ? await takeAdminAway(store, account, (mark) => store.change(account, change, entries, mark))
      : await store.change(account, change, entries);
    if (changed) return changed;
    // A random time, so that two who are in each other's way do not meet again.
    await sleep(Math.random() * MAX_WAIT_MS);
    const now = await store.findById(read.id);
    if (!now) return undefined;
    account = now;
  }
  throw new UnavailableError('Others are changing the same accounts. Try again shortly.');
}
