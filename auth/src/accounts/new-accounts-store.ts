import { Types } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import type { Account } from './account';
import type { AddressClaims } from './email-storage';
import type { NewAccount, NewAccounts } from './storage';
import { toAccount, accountSchema } from './account-document';

export function createNewAccounts(connection: Connection, addresses: AddressClaims): NewAccounts {
  const users = connection.model('Account', accountSchema);
  const newId = () => String(new Types.ObjectId());

  async function insertWith({ id, roles, ...fields }: NewAccount): Promise<Account | undefined> {
    if (!(await addresses.claim(fields.email, id))) return undefined;
    try {
      return toAccount(await users.create({ ...fields, _id: id, roles: [...roles] }));
    } catch (error) {
      await addresses.withdraw(fields.email, id).catch(() => undefined);
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  return {
    newId,

    insertWith,

    async mendEmail({ id, email }: Pick<Account, 'id' | 'email'>, next: string): Promise<boolean> {
      if (!(await addresses.claim(next, id))) return false;
      try {
        await users.updateOne({ _id: id, email, deletedAt: null }, { $set: { email: next } });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    insert: (email: string, password: string, id = newId()) =>
      insertWith({ id, email, password, roles: [], createdAt: new Date() }),
  };
}
