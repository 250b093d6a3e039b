import type { Connection } from '../database';
import type { Account } from './account';
import { ADMIN } from './roles';
import type { AdminMarks } from './admin-marks';
import { asRead, accountSchema } from './account-document';
import { notBannedNow } from './ban-filters';

export function createAdminMarks(connection: Connection): AdminMarks {
  const users = connection.model('Account', accountSchema);

  /** The admins besides one who are not banned now. */
  const othersThan = (id: string) => ({
    _id: { $ne: id },
    roles: ADMIN,
    ...notBannedNow(),
  });

  return {
    async removeOlder(time: Date): Promise<void> {
      await users.updateMany({ roles: ADMIN, 'leaving.at': { $lt: time } }, { $unset: { leaving: '' } });
    },

    async put(account: Account, token: string): Promise<boolean> {
      const mark = { $set: { leaving: { token, at: new Date() } } };
      const { modifiedCount } = await users.updateOne({ ...asRead(account), leaving: null }, mark);
      return modifiedCount === 1;
    },

    async remove(id: string, token: string): Promise<void> {
      await users.updateOne({ _id: id, 'leaving.token': token }, { $unset: { leaving: '' } });
    },

    async isOther(id: string): Promise<boolean> {
      return (await users.exists(othersThan(id))) !== null;
    },

    async isOtherStaying(id: string): Promise<boolean> {
      return (await users.exists({ ...othersThan(id), leaving: null })) !== null;
    },
  };
}
