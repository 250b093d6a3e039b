import { EmailInUseError, InvalidCredentialsError } from '../errors';
import { currentHash, type Account } from './account';
import type { AccountStore } from './storage';
import { changeAccount } from './change-account';
import { normalizeEmail } from './email';
import type { HashRunner } from '../credentials/password/hash-queue';
import {
  hashPassword,
  isVerifiable,
  NOBODYS_HASH,
  verifyPassword,
} from '../credentials/password/password-hash';
import { replaceTemporaryPasswords } from './replace-temporary-passwords';

/**
 * What can be done with accounts. Emails are taken as they were typed.
 * @param onUnverifiable told of an account whose stored hash is in no format that can be verified, when its password is asked for
 */
export function createAccounts(store: AccountStore, onUnverifiable: (account: Account) => void) {
  /** Compares a password, and tells whether the stored hash should be replaced. An unknown email costs the same work. */
  async function prove(account: Account | undefined, password: string, hash: HashRunner) {
    const stored = account ? currentHash(account) : NOBODYS_HASH;
    const { matches, isOutdated } = await hash(() => verifyPassword(stored, password));
    if (account && !isVerifiable(stored)) onUnverifiable(account);
    if (!account || !matches) throw new InvalidCredentialsError();
    return { account, isOutdated };
  }

  async function checkPassword(account: Account, password: string, hash: HashRunner): Promise<void> {
    await prove(account, password, hash);
  }

  return {
    find: (id: string) => store.findById(id),

    findByEmail: (email: string) => store.findByEmail(email),

    /**
     * Makes an account.
     * @param id of an invitation; a new one unless given
     * @throws EmailInUseError (400 `email_in_use`), also when the id is taken
     */
    async signUp(email: string, password: string, hash: HashRunner, id?: string): Promise<Account> {
      // Asked first to spare the hash; it is the unique index that decides.
      if (await store.findByEmail(email)) throw new EmailInUseError();
      const account = await store.insert(normalizeEmail(email), await hash(() => hashPassword(password)), id);
      if (!account) throw new EmailInUseError();
      return account;
    },

    /**
     * @param found the account of the email, if there is one
     * @returns the account; where it has a temporary password, that was the right one, and opens nothing by itself
     * @throws InvalidCredentialsError (400 `invalid_credentials`), after the same work for an unknown email
     */
    async signIn(found: Account | undefined, password: string, hash: HashRunner): Promise<Account> {
      const { account, isOutdated } = await prove(found, password, hash);
      if (isOutdated && !account.temporaryPassword)
        await store.upgradePassword(account, await hash(() => hashPassword(password)));
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
     * Changes the password; all sessions and all access tokens end in the same write.
     * @param beforeWrite called when nothing but the write is left to do, with the session generation of afterwards
     * @throws InvalidCredentialsError (400 `invalid_credentials`), also when another change came first
     */
    async changePassword(
      account: Account,
      { current, next }: { readonly current: string; readonly next: string },
      hash: HashRunner,
      beforeWrite: (sessionGen: number) => Promise<void>,
    ): Promise<Account> {
      await checkPassword(account, current, hash);
      const nextHash = await hash(() => hashPassword(next));
      await beforeWrite(account.sessionGen + 1);
      const changed = await store.changePassword(account, nextHash);
      if (!changed) throw new InvalidCredentialsError();
      return changed;
    },

    ...replaceTemporaryPasswords(store, checkPassword),

    /**
     * Ends all sessions but `keepSid`, and all access tokens.
     * @returns the account afterwards, or undefined when its sessions were ended since it was read
     */
    endOtherSessions: (account: Account, keepSid: string) => store.keepOnlySession(account, keepSid),

    /** @throws InvalidCredentialsError (400 `invalid_credentials`) */
    checkPassword,

    /**
     * Deletes an account whose password was just checked, with all its sessions and access tokens. The email is free at
     * once; what stays for a while tells nothing of the person.
     * @returns what is left of it, or undefined when it was deleted already
     * @throws LastAdminError (409 `last_admin`), InvalidCredentialsError when the password was changed meanwhile
     */
    delete: (account: Account): Promise<Account | undefined> =>
      changeAccount(store, account, { kind: 'delete', password: account.password }),
  };
}

export type Accounts = ReturnType<typeof createAccounts>;
