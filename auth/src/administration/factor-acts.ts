import { UnavailableError } from '@latchkey/common';
import { isBanned, type Account } from '../accounts/account';
import { changeFactors } from '../accounts/change-factors';
import type { MailToken } from '../accounts/mail-token';
import { NO_FACTORS, releaseRemoved } from '../accounts/remove-factors';
import { ADMIN } from '../accounts/roles';
import type { AccountStore } from '../accounts/storage';
import { BannedError } from '../errors';
import type { OutboxEntry } from '../events/outbox-entry';

/** How many other admins get a mail when the factors of an admin are removed. */
const MAX_TOLD = 100;

/**
 * Removes all factors of an account whose owner has lost them, and ends its sessions. The next one needs a code. Its owner is told
 * and, where it is an admin, so are all other admins.
 * @returns the account afterwards, or undefined when it is gone
 * @throws UnavailableError (503) when its sessions were ended just now
 */
export async function resetFactors(
  store: AccountStore,
  account: Account,
  entryOf: (account: Account) => OutboxEntry,
): Promise<Account | undefined> {
  const others = account.roles.includes(ADMIN) ? await addressesOfOthers(store, account) : [];
  const changed = await changeFactors(store, account, (read) => ({
    set: { ...NO_FACTORS, wereReset: true },
    ends: 'sessions',
    entries: [{ ...entryOf(read), recipients: [read.email, ...others] }],
  }));
  if (changed) await releaseRemoved(store.passkeys, account, changed);
  else if (await store.findById(account.id))
    throw new UnavailableError('Somebody else has just changed this account. Try again.', 1);
  return changed;
}

/**
 * Adds a code that allows the first factor of an account.
 * @throws BannedError (403 `banned`)
 */
export async function issueFactorCode(
  store: AccountStore,
  account: Account,
  token: MailToken,
  entries: readonly OutboxEntry[],
): Promise<Account> {
  const isAdded = await store.emails.addToken(account, 'factor', token, new Date(), entries);
  if (isAdded) return account;
  if (isBanned(account)) throw new BannedError();
  throw new UnavailableError('Somebody else has just changed this account. Try again.', 1);
}

/**
 * Asks for a mail with a link that sets a new password, to the address of the account. The event is the request: the mail is made
 * from it.
 * @returns the account, or undefined when it is gone
 * @throws BannedError (403 `banned`)
 */
export async function sendReset(
  store: AccountStore,
  account: Account,
  entries: readonly OutboxEntry[],
): Promise<Account | undefined> {
  if (isBanned(account)) throw new BannedError();
  return store.record(account.id, entries);
}

async function addressesOfOthers(store: AccountStore, { id }: Account): Promise<readonly string[]> {
  const admins = await store.list({ role: ADMIN, limit: MAX_TOLD + 1 });
  return admins.filter((admin) => admin.id !== id && !isBanned(admin)).map(({ email }) => email);
}
