import { Schema, Types } from 'mongoose';
import type { Connection } from '../database';
import type { PendingSignUp } from './sign-up';
import type { SignUpStore } from './storage';

/** A sign-up that waits, as MongoDB has it. */
type SignUpDocument = Omit<PendingSignUp, 'id' | 'tokens'> & { _id: string; tokens: string[] };

const text = { type: String, required: true } as const;
const schema = new Schema<SignUpDocument>(
  {
    _id: text,
    email: text,
    password: text,
    ceremony: text,
    invitation: String,
    tokens: { type: [String], default: [] },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'signups', versionKey: false },
);
schema.index({ email: 1 });
schema.index({ expiresAt: 1 });

/** Stores sign-ups that wait in MongoDB. */
export function createSignUpStore(connection: Connection): SignUpStore {
  const signUps = connection.model('PendingSignUp', schema);
  const waiting = (id: string, now: Date) => ({ _id: id, expiresAt: { $gt: now } });

  return {
    async createIndexes(): Promise<void> {
      await signUps.createIndexes();
    },

    newId: () => String(new Types.ObjectId()),

    async insert({ id, tokens, ...fields }: PendingSignUp): Promise<void> {
      await signUps.create({ _id: id, tokens: [...tokens], ...fields });
    },

    async find(id: string, now: Date): Promise<PendingSignUp | undefined> {
      const found = await signUps.findOne(waiting(id, now));
      if (!found) return undefined;
      const { _id, ...fields } = found.toObject();
      return { id: _id, ...fields };
    },

    async addToken(id: string, hash: string, now: Date): Promise<boolean> {
      const { matchedCount } = await signUps.updateOne(waiting(id, now), { $addToSet: { tokens: hash } });
      return matchedCount === 1;
    },

    async removeAll(email: string): Promise<void> {
      await signUps.deleteMany({ email });
    },

    async removeExpired(before: Date): Promise<void> {
      await signUps.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}
