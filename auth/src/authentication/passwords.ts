import { currentHash, type Account } from '../accounts/account';
import type { AccountStore } from '../accounts/storage';
import type { HashRunner } from '../credentials/password/hash-queue';
import {
  hashPassword,
  isVerifiable,
  NOBODYS_HASH,
  verifyPassword,
} from '../credentials/password/password-hash';
import type { OutboxEntry } from '../events/outbox-entry';
import { InvalidCredentialsError } from '../errors';

/** What passwords need of the accounts that keep their hashes. */
type PasswordStore = Pick<AccountStore, 'changePassword' | 'findById' | 'upgradePassword'>;

/**
 * Checks and changes the passwords of accounts.
 * @param onUnverifiable called with an account whose stored hash is in no known format, when its password is checked
 */
export function createPasswords(store: PasswordStore, onUnverifiable: (account: Account) => void) {
  /** Compares a password, and says whether the stored hash should be replaced. An unknown email costs the same work. */
  async function prove(account: Account | undefined, password: string, hash: HashRunner) {
    const stored = account ? currentHash(account) : NOBODYS_HASH;
    const { matches, isOutdated } = await hash(() => verifyPassword(stored, password));
    if (account && !isVerifiable(stored)) onUnverifiable(account);
    if (!account || !matches) throw new InvalidCredentialsError();
    return { account, isOutdated };
  }

  /** @throws InvalidCredentialsError (400 `invalid_credentials`) */
  async function check(account: Account, password: string, hash: HashRunner): Promise<void> {
    await prove(account, password, hash);
  }

  return {
    check,

    /**
     * Checks the password of a sign-in. A hash with older parameters is replaced.
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

    /**
     * Changes the password; all sessions and all access tokens end in the same write. Without `current` the caller has made sure
     * of the owner.
     * @param beforeWrite called when nothing but the write is left to do, with the session generation of afterwards
     * @throws InvalidCredentialsError (400 `invalid_credentials`), also when another change came first
     */
    async change(
      account: Account,
      { current, next }: { readonly current?: string | undefined; readonly next: string },
      hash: HashRunner,
      beforeWrite: (sessionGen: number) => Promise<void>,
      entries: readonly OutboxEntry[],
    ): Promise<Account> {
      if (current !== undefined) await check(account, current, hash);
      const nextHash = await hash(() => hashPassword(next));
      await beforeWrite(account.sessionGen + 1);
      const changed = await store.changePassword(account, nextHash, entries);
      if (!changed) throw new InvalidCredentialsError();
      return changed;
    },

    /**
     * Puts a password of the owner's own in the place of the temporary one that was just checked.
     * @returns the account afterwards, or undefined when it was changed meanwhile
     */
    async replaceTemporary(
      account: Account,
      next: string,
      hash: HashRunner,
      entries: readonly OutboxEntry[],
    ): Promise<Account | undefined> {
      return store.changePassword(account, await hash(() => hashPassword(next)), entries);
    },

    /**
     * Finds the account as the same request left it that was faster: a double click, or one that is sent again.
     * @param next the password that both chose; count it as a guess, since another one may have been chosen
     * @throws InvalidCredentialsError (400 `invalid_credentials`) when another password was chosen or set
     */
    async findReplaced({ id }: Account, next: string, hash: HashRunner): Promise<Account> {
      const account = await store.findById(id);
      if (!account || account.temporaryPassword) throw new InvalidCredentialsError();
      await check(account, next, hash);
      return account;
    },
  };
}

export type Passwords = ReturnType<typeof createPasswords>;
