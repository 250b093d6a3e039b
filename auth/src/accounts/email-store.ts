import { isDuplicateKey, type Connection } from '../database';
import type { OutboxEntry } from '../events/outbox-entry';
import type { Account } from './account';
import { accountSchema, asRead, END_SESSIONS } from './account-document';
import { notBannedNow } from './ban-filters';
import type { AccountWriter } from './account-writer-store';
import type { EmailProof, EmailWrites, UsedToken } from './email-storage';
import { factorUpdate, withFactorsAsRead } from './factor-update';
import { MAX_REQUESTED_TOKENS, type MailToken, type RequestedToken } from './mail-token';

export function createEmailWrites(connection: Connection, { revoke, update }: AccountWriter): EmailWrites {
  const users = connection.model('Account', accountSchema);

  return {
    async addToken({ id }: Account, kind: RequestedToken, token: MailToken, askedAt: Date, entries) {
      const list = `mailTokens.${kind}`;
      const isCurrent = { $or: [{ 'mailTokens.since': null }, { 'mailTokens.since': { $lte: askedAt } }] };
      const present = { _id: id, $and: [notBannedNow(), isCurrent] };
      const push = { [list]: { $each: [token], $slice: -MAX_REQUESTED_TOKENS } };
      const isNew = { [`${list}.hash`]: { $ne: token.hash } };
      if (await update({ ...present, ...isNew }, { $push: push }, entries)) return true;
      return (await users.exists({ ...present, deletedAt: null, [`${list}.hash`]: token.hash })) !== null;
    },

    async prove(account: Account, used: UsedToken | undefined, proof: EmailProof, entries, mark?: string) {
      const filter = {
        ...asRead(account),
        ...withFactorsAsRead(account),
        ...notBannedNow(),
        ...(used && { [`mailTokens.${used.kind}`]: holds(used.hash) }),
        ...(mark !== undefined && { 'leaving.token': mark }),
      };
      try {
        return await revoke(filter, updateOf(proof, entries), entries);
      } catch (error) {
        if (isDuplicateKey(error)) return 'email_in_use';
        throw error;
      }
    },
  };
}

function holds(hash: string) {
  return { $elemMatch: { hash, until: { $gt: new Date() } } };
}

function updateOf(
  { email, password, sessions, devices, factors, purge, restore }: EmailProof,
  entries: readonly OutboxEntry[],
) {
  const ends = sessions === 'none' ? END_SESSIONS : undefined;
  const ofFactors = factors && factorUpdate(factors, true);
  const only = typeof sessions === 'object' ? sessions.only : undefined;
  return {
    $set: {
      emailVerifiedAt: new Date(),
      ...(email !== undefined && { email }),
      ...(password !== undefined && { password }),
      ...(devices && { devices: [...devices] }),
      // What the proof itself leaves in the log is the owner's to read.
      ...(purge && { roles: [...purge.roles], ownedSince: entries[0]?.event.at ?? new Date() }),
      ...(only !== undefined && { keepSid: only }),
      ...ofFactors?.$set,
      mailTokens: { restore: [...restore], since: new Date() },
    },
    $unset: {
      ...(password !== undefined && { temporaryPassword: '' as const }),
      ...(purge && { claims: '' as const, leaving: '' as const }),
      ...ends?.$unset,
      ...ofFactors?.$unset,
    },
    $inc: { ...(sessions !== 'all' && END_SESSIONS.$inc), ...ofFactors?.$inc },
  };
}
