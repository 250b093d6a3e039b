import { Schema, Types, type HydratedDocument } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import type { Account } from './account';

interface UserDocument extends Omit<Account, 'id' | 'roles'> {
  roles: string[];
  /** When tokens of this account were last revoked. */
  revokedAt?: Date | undefined;
  createdAt: Date;
}

const schema = new Schema<UserDocument>(
  {
    email: { type: String, required: true },
    password: { type: String, required: true },
    roles: { type: [String], default: [] },
    gen: { type: Number, default: 0 },
    sessionGen: { type: Number, default: 0 },
    keepSid: String,
    ban: { type: { reason: String, until: Date }, default: undefined, _id: false },
    revokedAt: Date,
    createdAt: { type: Date, default: () => new Date() },
  },
  { collection: 'users', versionKey: false },
);
schema.index({ email: 1 }, { unique: true });

/** What every revocation of an account's tokens writes, in the same update as its cause. */
function revokeTokens(set: Partial<UserDocument>, more: Partial<Record<'sessionGen', 1>> = {}) {
  return { $inc: { gen: 1, ...more }, $set: { ...set, revokedAt: new Date() } };
}

/** The only place that knows how accounts are stored. Every write is one atomic update of one document. */
export function createAccountStore(connection: Connection) {
  const users = connection.model('User', schema);
  const after = { returnDocument: 'after' } as const;

  return {
    async createIndexes(): Promise<void> {
      await users.createIndexes();
    },

    async findById(id: string): Promise<Account | undefined> {
      return Types.ObjectId.isValid(id) ? toAccount(await users.findById(id)) : undefined;
    },

    async findByEmail(email: string): Promise<Account | undefined> {
      return toAccount(await users.findOne({ email: { $eq: email } }));
    },

    /** @returns the new account, or undefined when the email is taken */
    async insert(email: string, password: string): Promise<Account | undefined> {
      try {
        return toAccount(await users.create({ email, password }));
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    },

    /** Stores a better hash of the same password, unless the password was changed meanwhile. */
    async upgradePassword({ id, password }: Account, better: string): Promise<void> {
      await users.updateOne({ _id: id, password }, { $set: { password: better } });
    },

    /**
     * Changes the password and ends every session but one, unless the password was changed meanwhile.
     * @returns the account afterwards, or undefined when it was
     */
    async changePassword(
      { id, password }: Account,
      next: string,
      keepSid: string,
    ): Promise<Account | undefined> {
      const change = revokeTokens({ password: next, keepSid }, { sessionGen: 1 });
      return toAccount(await users.findOneAndUpdate({ _id: id, password }, change, after));
    },

    /** Ends every session but one. */
    async keepOnlySession(id: string, keepSid: string): Promise<Account | undefined> {
      const change = revokeTokens({ keepSid }, { sessionGen: 1 });
      return toAccount(await users.findByIdAndUpdate(id, change, after));
    },

    /** Replaces the roles, unless they were changed meanwhile; tokens that carry the old ones are revoked. */
    async replaceRoles({ id, gen }: Account, roles: readonly string[]): Promise<Account | undefined> {
      const change = revokeTokens({ roles: [...roles] });
      // An account that an older service made has no generation yet; it reads as 0.
      const sameGen = gen === 0 ? { $in: [0, null] } : gen;
      return toAccount(await users.findOneAndUpdate({ _id: id, gen: sameGen }, change, after));
    },
  };
}

export type AccountStore = ReturnType<typeof createAccountStore>;

function toAccount(user: HydratedDocument<UserDocument> | null): Account | undefined {
  if (!user) return undefined;
  const { id, email, password, roles, gen, sessionGen, keepSid, ban } = user;
  return { id: String(id), email, password, roles: [...roles], gen, sessionGen, keepSid, ban };
}
