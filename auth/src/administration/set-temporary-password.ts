import { CustomError, UnavailableError } from '@latchkey/common';
import type { Account, TemporaryPassword } from '../accounts/account';
import type { AccountStore } from '../accounts/storage';
import type { OutboxEntry } from '../events/outbox-entry';
import { NOBODYS_HASH } from '../credentials/password/password-hash';

/** A write whose outcome is not known: the password that was to be set may or may not be. */
export class OutcomeUnknownError extends Error {
  constructor(cause: unknown) {
    super(`the password may have been set; run it again: ${String(cause)}`, { cause });
    this.name = new.target.name;
  }
}

/**
 * Sets a temporary password. All sessions and access tokens end in the same write.
 * @throws UnavailableError (503) when another change came first, and this password was not set; OutcomeUnknownError
 */
export async function setTemporaryPassword(
  store: AccountStore,
  account: Account,
  temporary: TemporaryPassword,
  entries: readonly OutboxEntry[],
): Promise<Account> {
  const changed = await store
    .setTemporaryPassword(account, temporary, NOBODYS_HASH, entries)
    .catch((fault: unknown) => {
      throw fault instanceof CustomError ? fault : new OutcomeUnknownError(fault);
    });
  if (!changed) throw new UnavailableError('Somebody else has just changed this account. Try again.', 1);
  return changed;
}
