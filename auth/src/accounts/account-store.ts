import type { Connection } from '../database';
import type { OnOutbox } from '../events/outbox-entry';
import type { RevokedTokens } from '../revocations/revocation-log';
import type { Account, AccountChange } from './account';
import { createAccountDevices } from './account-devices-store';
import { createAddressClaims } from './address-claims-store';
import { createAccountReads } from './account-reads-store';
import { createAccountWriter } from './account-writer-store';
import { createEmailWrites } from './email-store';
import { createFactorWrites } from './factors-store';
import { createAdminMarks } from './admin-marks-store';
import { createNewAccounts } from './new-accounts-store';
import { createPasskeyClaims } from './passkey-claims-store';
import { endMailTokens } from './mail-token';
import type { AccountStore } from './storage';
import { createTombstones } from './tombstones-store';
import { createTotpKeys } from './totp-keys-store';
import {
  asRead,
  END_SESSIONS,
  updateOf,
  accountSchema,
  withSessionsAsRead,
  type AccountDocument,
} from './account-document';
import { bannedNow } from './ban-filters';

/**
 * Stores accounts in MongoDB.
 * @param onRevoked called for each write that ended access tokens, once it is stored
 * @param onOutbox called for each write that left events, once it is stored
 */
export function createAccountStore(
  connection: Connection,
  onRevoked: (revoked: RevokedTokens) => void,
  onOutbox: OnOutbox,
): AccountStore {
  const users = connection.model('Account', accountSchema);
  const [addresses, passkeys] = [createAddressClaims(connection), createPasskeyClaims(connection)];
  const writer = createAccountWriter(connection, onRevoked, onOutbox);
  const { revoke, update } = writer;

  return {
    ...createAccountReads(connection),
    ...createNewAccounts(connection, addresses, update, onOutbox),
    addresses,
    passkeys,
    emails: createEmailWrites(connection, writer),
    factors: createFactorWrites(writer),
    totpKeys: createTotpKeys(connection),
    devices: createAccountDevices(connection),
    marks: createAdminMarks(connection),
    tombstones: createTombstones(connection, onOutbox),

    async createIndexes(): Promise<void> {
      await Promise.all([users, addresses, passkeys].map((each) => each.createIndexes()));
    },

    async upgradePassword({ id, password }: Account, better: string): Promise<void> {
      await users.updateOne({ _id: id, password }, { $set: { password: better } });
    },

    async changePassword(account: Account, next: string, entries = []) {
      const unchanged = { ...withSessionsAsRead(account), password: account.password };
      return revoke(unchanged, withNewPassword({ password: next }, { temporaryPassword: '' }), entries);
    },

    async setTemporaryPassword(account: Account, temporary, placeholder: string, entries = []) {
      const set = { password: placeholder, temporaryPassword: temporary };
      return revoke(withSessionsAsRead(account), withNewPassword(set), entries);
    },

    async keepOnlySession(account: Account, keepSid: string, entries = []) {
      return revoke(withSessionsAsRead(account), { $set: { keepSid }, $inc: { sessionGen: 1 } }, entries);
    },

    async endSessions(id: string, entries = []) {
      return revoke({ _id: id }, END_SESSIONS, entries);
    },

    async change(account: Account, change: AccountChange, entries = [], mark?: string) {
      const marked = mark === undefined ? {} : { 'leaving.token': mark };
      const changed = await revoke({ ...asRead(account), ...marked }, updateOf(account.id, change), entries);
      if (changed && change.kind === 'delete')
        // What is left where this fails ends by itself, or with the tombstone.
        await Promise.allSettled([addresses, passkeys].map((claims) => claims.releaseAll(account.id)));
      return changed;
    },

    async unban(id, entries = []) {
      // Sessions end here once more, since a ban of an older release did not end them; not where the ban was over, and
      // the owner may have signed in again.
      const lifted = { ...END_SESSIONS, $unset: { ...END_SESSIONS.$unset, ban: '' } } as const;
      const unbanned = await revoke({ _id: id, ...bannedNow() }, lifted, entries);
      return unbanned ?? update({ _id: id }, { $unset: { ban: '' } }, entries);
    },

    record: (id, entries) => update({ _id: id }, {}, entries),
  };
}

/** A password that is set ends the sessions, and what was mailed. */
function withNewPassword(set: Partial<AccountDocument>, unset: { readonly temporaryPassword?: '' } = {}) {
  const { $set, $unset } = endMailTokens();
  return {
    $set: { ...set, ...$set },
    $inc: END_SESSIONS.$inc,
    $unset: { ...END_SESSIONS.$unset, ...$unset, ...unset },
  };
}
