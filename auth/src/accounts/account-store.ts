import type { QueryFilter, UpdateQuery } from 'mongoose';
import type { Connection } from '../database';
import type { RevokedTokens } from '../revocations/revocation-log';
import type { Account, AccountChange, TemporaryPassword } from './account';
import { createAccountDevices } from './account-devices-store';
import { createAccountReads } from './account-reads-store';
import { createAdminMarks } from './admin-marks-store';
import { createNewAccounts } from './new-accounts-store';
import type { AccountStore } from './storage';
import { createTombstones } from './tombstones-store';
import {
  asRead,
  bannedNow,
  END_SESSIONS,
  toAccount,
  updateOf,
  accountSchema,
  withSessionsAsRead,
  type AccountDocument,
} from './account-document';

const after = { returnDocument: 'after' } as const;

/**
 * Stores accounts in MongoDB.
 * @param onRevoked told of every write that ended access tokens, once it is stored
 */
export function createAccountStore(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
): AccountStore {
  const users = connection.model('Account', accountSchema);

  /** The one way to end an account's access tokens: the next generation, in the same write as its cause. */
  async function revokeTokens(
    filter: QueryFilter<AccountDocument>,
    change: UpdateQuery<AccountDocument>,
  ): Promise<Account | undefined> {
    const update = {
      ...change,
      $inc: { gen: 1, ...change.$inc },
      // MongoDB's clock, so that replicas whose clocks differ agree on what is new.
      $currentDate: { revokedAt: true, ...change.$currentDate },
    } as const;
    const user = await users.findOneAndUpdate({ ...filter, deletedAt: null }, update, after);
    if (user?.revokedAt)
      onRevoked({ kind: 'user', user: String(user.id), gen: user.gen, revokedAt: user.revokedAt });
    return toAccount(user);
  }

  return {
    ...createAccountReads(connection),
    ...createNewAccounts(connection),
    devices: createAccountDevices(connection),
    marks: createAdminMarks(connection),
    tombstones: createTombstones(connection),

    async createIndexes(): Promise<void> {
      await users.createIndexes();
    },

    async upgradePassword({ id, password }: Account, better: string): Promise<void> {
      await users.updateOne({ _id: id, password }, { $set: { password: better } });
    },

    async changePassword(account: Account, next: string): Promise<Account | undefined> {
      const unchanged = { ...withSessionsAsRead(account), password: account.password };
      const unset = { ...END_SESSIONS.$unset, temporaryPassword: '' } as const;
      return revokeTokens(unchanged, { $set: { password: next }, ...END_SESSIONS, $unset: unset });
    },

    async setTemporaryPassword(account: Account, temporary: TemporaryPassword, placeholder: string) {
      const set = { password: placeholder, temporaryPassword: temporary };
      return revokeTokens(withSessionsAsRead(account), { $set: set, ...END_SESSIONS });
    },

    async keepOnlySession(account: Account, keepSid: string): Promise<Account | undefined> {
      return revokeTokens(withSessionsAsRead(account), { $set: { keepSid }, $inc: { sessionGen: 1 } });
    },

    async endSessions(id: string): Promise<Account | undefined> {
      return revokeTokens({ _id: id }, END_SESSIONS);
    },

    async change(account: Account, change: AccountChange, mark?: string): Promise<Account | undefined> {
      const marked = mark === undefined ? {} : { 'leaving.token': mark };
      return revokeTokens({ ...asRead(account), ...marked }, updateOf(account.id, change));
    },

    async unban(id) {
      // Sessions end here once more, since a ban of an older release did not end them; not where the ban was over, and
      // the owner may have signed in again.
      const lifted = { ...END_SESSIONS, $unset: { ...END_SESSIONS.$unset, ban: '' } } as const;
      const unbanned = await revokeTokens({ _id: id, ...bannedNow() }, lifted);
      if (unbanned) return unbanned;
      return toAccount(
        await users.findOneAndUpdate({ _id: id, deletedAt: null }, { $unset: { ban: '' } }, after),
      );
    },
  };
}
