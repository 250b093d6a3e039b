import { InvalidCredentialsError } from '../errors';
import type { Account } from './account';
import type { AccountStore } from './storage';
import type { HashRunner } from '../credentials/password/hash-queue';
import { hashPassword } from '../credentials/password/password-hash';

/**
 * What can be done with a temporary password that was just checked.
 * @param checkPassword throws InvalidCredentialsError for a wrong password
 */
export function replaceTemporaryPasswords(
  store: AccountStore,
  checkPassword: (account: Account, password: string, hash: HashRunner) => Promise<void>,
) {
  return {
    /**
     * Puts a password of the owner's own in the place of the temporary one that was just checked.
     * @returns the account afterwards, or undefined when it was changed meanwhile
     */
    async replaceTemporaryPassword(
      account: Account,
      next: string,
      hash: HashRunner,
    ): Promise<Account | undefined> {
      return store.changePassword(account, await hash(() => hashPassword(next)));
    },

    /**
     * Finds the account as the same request left it that was faster: a double click, or one that is sent again.
     * @param next the password that both chose; count it as a guess, since another one may have been chosen
     * @throws InvalidCredentialsError (400 `invalid_credentials`) when another password was chosen or set
     */
    async findReplaced({ id }: Account, next: string, hash: HashRunner): Promise<Account> {
      const account = await store.findById(id);
      if (!account || account.temporaryPassword) throw new InvalidCredentialsError();
      await checkPassword(account, next, hash);
      return account;
    },
  };
}
