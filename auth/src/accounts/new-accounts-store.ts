import { Types } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import type { Account } from './account';
import { toAccount, userSchema } from './user-document';

/** What an account begins with. */
export type NewAccount = Pick<Account, 'id' | 'email' | 'password' | 'roles' | 'createdAt'>;

/** How accounts get their emails, which are unique. */
export function createNewAccounts(connection: Connection) {
  const users = connection.model('User', userSchema);
  const newId = () => String(new Types.ObjectId());

  /** @returns the new account, or undefined when the email or the id is taken */
  async function insertWith({ id, roles, ...fields }: NewAccount): Promise<Account | undefined> {
    try {
      return toAccount(await users.create({ ...fields, _id: id, roles: [...roles] }));
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  return {
    /** An id for the next account. */
    newId,

    insertWith,

    /**
     * Stores an email in another form, unless it was changed since it was read.
     * @returns whether it is free; not when another account has it
     */
    async mendEmail({ id, email }: Pick<Account, 'id' | 'email'>, next: string): Promise<boolean> {
      try {
        await users.updateOne({ _id: id, email, deletedAt: null }, { $set: { email: next } });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /**
     * @param id of an invitation; a new one unless given
     * @returns the new account, or undefined when the email or the id is taken
     */
    insert: (email: string, password: string, id = newId()) =>
      insertWith({ id, email, password, roles: [], createdAt: new Date() }),
  };
}
