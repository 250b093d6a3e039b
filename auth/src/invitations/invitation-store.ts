import { Schema, Types, type HydratedDocument } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import type { Invitation } from './invitation';
import type { InvitationQuery, InvitationStore } from './storage';

/** An invitation as MongoDB has it: of the token only its hash. */
interface InvitationDocument extends Omit<Invitation, 'id'> {
  tokenHash: string;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const schema = new Schema<InvitationDocument>(
  { email: text, tokenHash: text, invitedBy: text, createdAt: time, expiresAt: time },
  { collection: 'invitations', versionKey: false },
);
schema.index({ email: 1 }, { unique: true });
schema.index({ tokenHash: 1 });
schema.index({ expiresAt: 1 });

/** Stores invitations in MongoDB. */
export function createInvitationStore(connection: Connection): InvitationStore {
  const invitations = connection.model('Invitation', schema);

  return {
    async createIndexes(): Promise<void> {
      await invitations.createIndexes();
    },

    newId: () => String(new Types.ObjectId()),

    async insert({ id, ...fields }: Invitation, tokenHash: string): Promise<boolean> {
      try {
        await invitations.create({ _id: id, ...fields, tokenHash });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async findById(id: string): Promise<Invitation | undefined> {
      return toInvitation(await invitations.findById(id));
    },

    async findByEmail(email: string): Promise<Invitation | undefined> {
      return toInvitation(await invitations.findOne({ email: { $eq: email } }));
    },

    async findOpen(tokenHash: string, emails: readonly string[], now: Date): Promise<Invitation | undefined> {
      return toInvitation(
        await invitations.findOne({ tokenHash, email: { $in: [...emails] }, expiresAt: { $gt: now } }),
      );
    },

    async list({ after, limit }: InvitationQuery, now: Date): Promise<Invitation[]> {
      const filter = { expiresAt: { $gt: now }, ...(after !== undefined && { _id: { $gt: after } }) };
      return (await invitations.find(filter).sort({ _id: 1 }).limit(limit)).map((each) => toInvitation(each));
    },

    async remove(id: string): Promise<void> {
      await invitations.deleteOne({ _id: id });
    },

    async removeExpired(before: Date): Promise<void> {
      await invitations.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}

function toInvitation(document: HydratedDocument<InvitationDocument>): Invitation;
function toInvitation(document: HydratedDocument<InvitationDocument> | null): Invitation | undefined;
function toInvitation(document: HydratedDocument<InvitationDocument> | null): Invitation | undefined {
  if (!document) return undefined;
  const { _id, email, invitedBy, createdAt, expiresAt } = document;
  return { id: String(_id), email, invitedBy, createdAt, expiresAt };
}
