import type { QueryFilter, UpdateQuery } from 'mongoose';
import type { Connection } from '../database';
import type { RevocationSource, RevokedTokens } from '../revocations/revocation-log';
import type { Account, AccountChange, TemporaryPassword } from './account';
import { createAccountDevices } from './account-devices-store';
import { createAccountReads } from './account-reads-store';
import { createAdminMarks } from './admin-marks-store';
import { NOBODYS_HASH } from '../credentials/password/password-hash';
import { createNewAccounts } from './new-accounts-store';
import { createTombstones } from './tombstones-store';
import {
  asRead,
  bannedNow,
  END_SESSIONS,
  toAccount,
  updateOf,
  userSchema,
  withSessionsAsRead,
  type UserDocument,
} from './user-document';

const after = { returnDocument: 'after' } as const;

/**
 * The only place that knows how accounts are stored. Every write is one atomic update of one document; none changes a
 * deleted account.
 * @param onRevoked told of every write that ended access tokens, once it is stored
 */
export function createAccountStore(connection: Connection, onRevoked: (revoked: RevokedTokens) => void) {
  const users = connection.model('User', userSchema);

  /** The one way to end an account's access tokens: the next generation, in the same write as its cause. */
  async function revokeTokens(
    filter: QueryFilter<UserDocument>,
    change: UpdateQuery<UserDocument>,
  ): Promise<Account | undefined> {
    const update = {
      ...change,
      $inc: { gen: 1, ...change.$inc },
      // MongoDB's clock, so that replicas whose clocks differ agree on what is new.
      $currentDate: { revokedAt: true, ...change.$currentDate },
    } as const;
    const user = await users.findOneAndUpdate({ ...filter, deletedAt: null }, update, after);
    if (user?.revokedAt) onRevoked({ user: String(user.id), gen: user.gen, revokedAt: user.revokedAt });
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

    /** Stores a better hash of the same password, unless the password was changed meanwhile. */
    async upgradePassword({ id, password }: Account, better: string): Promise<void> {
      await users.updateOne({ _id: id, password }, { $set: { password: better } });
    },

    /**
     * Changes the password and ends every session, unless one of the two has happened since the account was read.
     * @returns the account afterwards, or undefined when it has
     */
    async changePassword(account: Account, next: string): Promise<Account | undefined> {
      const unchanged = { ...withSessionsAsRead(account), password: account.password };
      const unset = { ...END_SESSIONS.$unset, temporaryPassword: '' } as const;
      return revokeTokens(unchanged, { $set: { password: next }, ...END_SESSIONS, $unset: unset });
    },

    /**
     * Sets a temporary password and ends every session, unless the sessions were ended since the account was read: by
     * another one of these, or by a change of the password.
     * @returns the account afterwards, or undefined when they were
     */
    async setTemporaryPassword(account: Account, temporary: TemporaryPassword): Promise<Account | undefined> {
      // A replica of a release that does not know of it yet takes no password meanwhile.
      const set = { password: NOBODYS_HASH, temporaryPassword: temporary };
      return revokeTokens(withSessionsAsRead(account), { $set: set, ...END_SESSIONS });
    },

    /**
     * Ends every session but one, unless the sessions were ended since the account was read: the one that stays must
     * not outlive a ban.
     * @returns the account afterwards, or undefined when they were
     */
    async keepOnlySession(account: Account, keepSid: string): Promise<Account | undefined> {
      return revokeTokens(withSessionsAsRead(account), { $set: { keepSid }, $inc: { sessionGen: 1 } });
    },

    /**
     * Ends every session.
     * @returns the account afterwards, or undefined when there is none
     */
    async endSessions(id: string): Promise<Account | undefined> {
      return revokeTokens({ _id: id }, END_SESSIONS);
    },

    /**
     * Changes an account, unless its tokens were ended since it was read.
     * @param mark the mark that must still be on it, if any
     * @returns the account afterwards, or undefined when they were or the mark is gone
     */
    async change(account: Account, change: AccountChange, mark?: string): Promise<Account | undefined> {
      const marked = mark === undefined ? {} : { 'leaving.token': mark };
      return revokeTokens({ ...asRead(account), ...marked }, updateOf(account.id, change));
    },

    /**
     * Lifts a ban. The sessions and tokens that it ended stay dead. Sessions end here once more, since a ban of an
     * older release did not end them; not where the ban was over, and the person may have signed in again.
     * @returns the account afterwards, or undefined when there is none
     */
    async unban(id: string): Promise<Account | undefined> {
      const lifted = { ...END_SESSIONS, $unset: { ...END_SESSIONS.$unset, ban: '' } } as const;
      const unbanned = await revokeTokens({ _id: id, ...bannedNow() }, lifted);
      if (unbanned) return unbanned;
      return toAccount(
        await users.findOneAndUpdate({ _id: id, deletedAt: null }, { $unset: { ban: '' } }, after),
      );
    },
  } satisfies RevocationSource & Record<string, unknown>;
}

export type AccountStore = ReturnType<typeof createAccountStore>;
