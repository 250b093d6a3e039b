import { Types } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import { beginOutbox } from '../events/outbox-document';
import type { OnOutbox, OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import type { WriteAccount } from './account-writer-store';
import type { AddressClaims } from './email-storage';
import type { NewAccount, NewAccounts } from './storage';
import { toAccount, accountSchema } from './account-document';

export function createNewAccounts(
  connection: Connection,
  addresses: AddressClaims,
  update: WriteAccount,
  onOutbox: OnOutbox,
): NewAccounts {
  const users = connection.model('Account', accountSchema);
  const newId = () => String(new Types.ObjectId());

  async function insertWith(
    { id, roles, ...fields }: NewAccount,
    entries: readonly OutboxEntry[] = [],
  ): Promise<Account | undefined> {
    if (!(await addresses.claim(fields.email, id))) return undefined;
    try {
      const begun = beginOutbox(entries);
      const user = await users.create({ ...fields, _id: id, roles: [...roles], ...begun });
      if (begun.outbox) onOutbox({ source: 'accounts', id, entries: begun.outbox });
      return toAccount(user);
    } catch (error) {
      await addresses.withdraw(fields.email, id).catch(() => undefined);
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  return {
    newId,

    insertWith,

    async mendEmail({ id, email }: Pick<Account, 'id' | 'email'>, next: string, entries = []) {
      if (!(await addresses.claim(next, id))) return false;
      try {
        await update({ _id: id, email }, { $set: { email: next } }, entries);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    insert: (email: string, password: string, id = newId(), entries = []) =>
      insertWith({ id, email, password, roles: [], createdAt: new Date() }, entries),
  };
}
