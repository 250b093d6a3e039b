import type { Connection } from '../database';
import type { Account } from './account';
import { ADMIN } from './roles';
import { asRead, notBannedNow, userSchema } from './user-document';

/** The marks on admins who are about to be taken away; last-admin.ts says what for. */
export function createAdminMarks(connection: Connection) {
  const users = connection.model('User', userSchema);

  /** The admins besides one who are not banned now. */
  const othersThan = (id: string) => ({
    _id: { $ne: id },
    roles: ADMIN,
    ...notBannedNow(),
  });

  return {
    /** Removes the marks that are older than a time: their writer has crashed. */
    async removeOlder(time: Date): Promise<void> {
      await users.updateMany({ roles: ADMIN, 'leaving.at': { $lt: time } }, { $unset: { leaving: '' } });
    },

    /** @returns whether the mark is on; not when there is another one, nor when the account was changed since */
    async put(account: Account, token: string): Promise<boolean> {
      const mark = { $set: { leaving: { token, at: new Date() } } };
      const { modifiedCount } = await users.updateOne({ ...asRead(account), leaving: null }, mark);
      return modifiedCount === 1;
    },

    /** Removes a mark, if it is still on. */
    async remove(id: string, token: string): Promise<void> {
      await users.updateOne({ _id: id, 'leaving.token': token }, { $unset: { leaving: '' } });
    },

    /** Whether there is an admin besides this one. */
    async isOther(id: string): Promise<boolean> {
      return (await users.exists(othersThan(id))) !== null;
    },

    /** Whether there is an admin besides this one on whom there is no mark. */
    async isOtherStaying(id: string): Promise<boolean> {
      return (await users.exists({ ...othersThan(id), leaving: null })) !== null;
    },
  };
}
