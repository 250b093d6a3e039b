import { UnavailableError } from '@latchkey/common';
import { isBanned, type Account } from '../accounts/account';
import { proveEmail } from '../accounts/prove-email';
import type { AccountStore } from '../accounts/storage';
import { BannedError } from '../errors';
import type { OutboxEntry } from '../events/outbox-entry';

/**
 * Makes the address of an account count as verified, by the word of an operator and no mail: its first reset takes no roles away
 * then. Sessions go on; access tokens end, so that the next ones tell of it, and so do tokens that were mailed.
 * @throws BannedError (403 `banned`), UnavailableError (503) when the account has just got another address
 */
export async function verifyEmail(
  store: AccountStore,
  account: Account,
  entriesOf: (account: Account) => readonly OutboxEntry[],
): Promise<Account | undefined> {
  if (account.emailVerifiedAt !== undefined) return account;
  return proveEmail(store, account.id, (read) => {
    if (isBanned(read)) throw new BannedError();
    if (read.email !== account.email)
      throw new UnavailableError('The account has just got another address. Try again.', 1);
    const proof = { sessions: 'all', restore: read.mailTokens.restore } as const;
    return Promise.resolve({ proof, entries: entriesOf(read) });
  });
}
