import { Types } from 'mongoose';
import type { Connection } from '../database';
import type { RevokedTokens } from '../revocations/revocation-log';
import type { Account } from './account';
import { formsOfEmail, formsOfPart } from './email';
import { toAccount, userSchema } from './user-document';

/** Which accounts to list. */
export interface AccountQuery {
  /** A part of the email. */
  readonly email?: string | undefined;
  /** Only accounts whose ids come after this one. */
  readonly after?: string | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** So few that looking at them holds the event loop for milliseconds. */
const BATCH = 500;

/** What an account signs in with, in whatever form an older service has stored it. */
export type StoredCredentials = Pick<Account, 'id' | 'email' | 'password'>;

/** How accounts are read. A deleted one is never found. */
export function createAccountReads(connection: Connection) {
  const users = connection.model('User', userSchema);

  return {
    async findById(id: string): Promise<Account | undefined> {
      if (!Types.ObjectId.isValid(id)) return undefined;
      return toAccount(await users.findOne({ _id: id, deletedAt: null }));
    },

    /** The account of an address, however it is typed or stored. It costs one read, whether there is one or not. */
    async findByEmail(email: string): Promise<Account | undefined> {
      const forms = formsOfEmail(email);
      const found = await users.find({ email: { $in: [...forms] }, deletedAt: null }).limit(forms.length);
      return found
        .map((user) => toAccount(user))
        .sort((a, b) => forms.indexOf(a.email) - forms.indexOf(b.email))[0];
    },

    /** Accounts in the order of their ids. */
    async list({ email = '', after, limit }: AccountQuery): Promise<Account[]> {
      const filter = {
        deletedAt: null,
        ...(email !== '' && {
          $or: formsOfPart(email).map((form) => ({ email: { $regex: literally(form), $options: 'i' } })),
        }),
        ...(after !== undefined && { _id: { $gt: after } }),
      };
      return (await users.find(filter).sort({ _id: 1 }).limit(limit)).map((user) => toAccount(user));
    },

    /** What the accounts sign in with, as it is stored: at most so many of the oldest, or all. */
    async *credentials(limit = 0): AsyncIterable<StoredCredentials> {
      const fields = { email: 1, password: 1 } as const;
      const found = users
        .find({ deletedAt: null }, fields)
        .sort({ _id: 1 })
        .limit(limit)
        .batchSize(BATCH)
        .lean();
      for await (const { _id, email, password } of found) yield { id: String(_id), email, password };
    },

    /** The accounts whose tokens were revoked since a time, deleted ones too. */
    async *revokedSince(time: Date): AsyncIterable<RevokedTokens> {
      const fields = { gen: 1, revokedAt: 1 } as const;
      for await (const { _id, gen, revokedAt } of users.find({ revokedAt: { $gte: time } }, fields).lean()) {
        yield { user: String(_id), gen, revokedAt: revokedAt! };
      }
    },
  };
}

/** A regular expression that matches this text and nothing else. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
