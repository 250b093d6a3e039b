import { Types } from 'mongoose';
import type { Connection } from '../database';
import type { RevocationSource, RevokedTokens } from '../revocations/revocation-log';
import type { Account } from './account';
import { formsOfEmail, formsOfPart } from './email';
import type { AccountQuery, AccountReads, StoredCredentials } from './storage';
import { accountSchema, readClaims, toAccount } from './account-document';
import { bannedNow } from './ban-filters';

/** So few that looking at them holds the event loop for milliseconds. */
const BATCH = 500;

export function createAccountReads(connection: Connection): AccountReads & RevocationSource {
  const users = connection.model('Account', accountSchema);

  return {
    async findById(id: string): Promise<Account | undefined> {
      if (!Types.ObjectId.isValid(id)) return undefined;
      return toAccount(await users.findOne({ _id: id, deletedAt: null }));
    },

    async findByEmail(email: string): Promise<Account | undefined> {
      const forms = formsOfEmail(email);
      const found = await users.find({ email: { $in: [...forms] }, deletedAt: null }).limit(forms.length);
      return found
        .map((user) => toAccount(user))
        .sort((a, b) => forms.indexOf(a.email) - forms.indexOf(b.email))[0];
    },

    async list({ email = '', role, isBanned = false, after, limit }: AccountQuery): Promise<Account[]> {
      const filter = {
        deletedAt: null,
        ...(role !== undefined && { roles: role }),
        ...(after !== undefined && { _id: { $gt: after } }),
        $and: [{}, ...(email === '' ? [] : [hasPart(email)]), ...(isBanned ? [bannedNow()] : [])],
      };
      return (await users.find(filter).sort({ _id: 1 }).limit(limit)).map((user) => toAccount(user));
    },

    async *credentials(limit = 0): AsyncIterable<StoredCredentials> {
      const fields = { email: 1, password: 1, roles: 1, claims: 1 } as const;
      const found = users
        .find({ deletedAt: null }, fields)
        .sort({ _id: 1 })
        .limit(limit)
        .batchSize(BATCH)
        .lean();
      for await (const { _id, email, password, roles = [], claims } of found)
        yield { id: String(_id), email, password, roles, claims: readClaims(claims) };
    },

    async *revokedSince(time: Date): AsyncIterable<RevokedTokens> {
      const fields = { gen: 1, revokedAt: 1 } as const;
      for await (const { _id, gen, revokedAt } of users.find({ revokedAt: { $gte: time } }, fields).lean()) {
        yield { kind: 'user', user: String(_id), gen, revokedAt: revokedAt! };
      }
    },
  };
}

/** Finds accounts by a part of their email. */
function hasPart(email: string) {
  return { $or: formsOfPart(email).map((form) => ({ email: { $regex: literally(form), $options: 'i' } })) };
}

/** A regular expression that matches this text and nothing else. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
