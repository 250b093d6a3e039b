import { EmailInUseError } from '../errors';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { AccountStore } from './storage';
import { changeAccount } from './change-account';
import { normalizeEmail } from './email';

/** What can be done with accounts. Emails are taken as they were typed. */
export function createAccounts(store: AccountStore) {
  return {
    find: (id: string) => store.findById(id),

    findByEmail: (email: string) => store.findByEmail(email),

    /**
     * Makes an account.
     * @param hashPassword makes the hash of its password, once it is needed
     * @param entriesOf what the new account of an id leads to; written in the same insert
     * @param id of an invitation; a new one unless given
     * @throws EmailInUseError (400 `email_in_use`), also when the id is taken
     */
    async signUp(
      email: string,
      hashPassword: () => Promise<string>,
      entriesOf: (id: string) => readonly OutboxEntry[],
      id = store.newId(),
    ): Promise<Account> {
      // Asked first to spare the hash; it is the unique index that decides.
      if (await store.findByEmail(email)) throw new EmailInUseError();
      const account = await store.insert(normalizeEmail(email), await hashPassword(), id, entriesOf(id));
      if (!account) throw new EmailInUseError();
      return account;
    },

    /** Whether a device, by the hash of its cookie, has signed in to this account before. */
    knowsDevice: (account: Account | undefined, device: string | undefined) =>
      device !== undefined && account?.devices.includes(device) === true,

    /** Remembers a device that signed in, by the hash of its cookie. */
    async rememberDevice(account: Account, device: string): Promise<void> {
      if (!account.devices.includes(device)) await store.devices.add(account.id, device);
    },

    /**
     * Ends all sessions but `keepSid`, and all access tokens.
     * @returns the account afterwards, or undefined when its sessions were ended since it was read
     */
    endOtherSessions: (account: Account, keepSid: string, entries: readonly OutboxEntry[]) =>
      store.keepOnlySession(account, keepSid, entries),

    /** Writes events that change nothing else of an account. */
    record: (id: string, entries: readonly OutboxEntry[]) => store.record(id, entries),

    /**
     * Deletes an account whose password was just checked, with all its sessions and access tokens. The email is free at
     * once; what stays for a while tells nothing of the person.
     * @returns what is left of it, or undefined when it was deleted already
     * @throws LastAdminError (409 `last_admin`), InvalidCredentialsError when the password was changed meanwhile
     */
    delete: (account: Account, entries: readonly OutboxEntry[]): Promise<Account | undefined> =>
      changeAccount(store, account, { kind: 'delete', password: account.password }, () => entries),
  };
}

export type Accounts = ReturnType<typeof createAccounts>;
