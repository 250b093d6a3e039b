import { isDuplicateKey, type Connection } from '../database';
import type { Account } from './account';
import { toAccount, userSchema } from './user-document';

/** How accounts are made. */
export function createNewAccounts(connection: Connection) {
  const users = connection.model('User', userSchema);

  return {
    /**
     * @param id of an invitation; a new one unless given
     * @returns the new account, or undefined when the email or the id is taken
     */
    async insert(email: string, password: string, id?: string): Promise<Account | undefined> {
      try {
        const fields = { email, password, createdAt: new Date() };
        return toAccount(await users.create(id === undefined ? fields : { ...fields, _id: id }));
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    },
  };
}
