import { Schema, Types, type HydratedDocument } from 'mongoose';
import { isDuplicateKey, type Connection } from '../database';
import type { Invitation } from './invitation';

/** An invitation as MongoDB has it: of the token only its hash. */
interface InvitationDocument extends Omit<Invitation, 'id'> {
  tokenHash: string;
}

/** Which invitations to list. */
export interface InvitationQuery {
  /** Only invitations whose ids come after this one. */
  readonly after?: string | undefined;
  /** At most so many. */
  readonly limit: number;
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

/** The only place that knows how invitations are stored: at most one for each address. */
export function createInvitationStore(connection: Connection) {
  const invitations = connection.model('Invitation', schema);

  return {
    async createIndexes(): Promise<void> {
      await invitations.createIndexes();
    },

    /** An id for the next invitation; later ones sort after earlier ones. */
    newId: () => String(new Types.ObjectId()),

    /** @returns whether it is stored; not when there is one for this address */
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

    /** The invitation of a token, if it is for one of these addresses and has not expired at `now`. */
    async findOpen(tokenHash: string, emails: readonly string[], now: Date): Promise<Invitation | undefined> {
      return toInvitation(
        await invitations.findOne({ tokenHash, email: { $in: [...emails] }, expiresAt: { $gt: now } }),
      );
    },

    /** The invitations that have not expired at `now`, the oldest first. */
    async list({ after, limit }: InvitationQuery, now: Date): Promise<Invitation[]> {
      const filter = { expiresAt: { $gt: now }, ...(after !== undefined && { _id: { $gt: after } }) };
      return (await invitations.find(filter).sort({ _id: 1 }).limit(limit)).map((each) => toInvitation(each));
    },

    async remove(id: string): Promise<void> {
      await invitations.deleteOne({ _id: id });
    },

    /** Removes the invitations that expired before a time. */
    async removeExpired(before: Date): Promise<void> {
      await invitations.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}

export type InvitationStore = ReturnType<typeof createInvitationStore>;

function toInvitation(document: HydratedDocument<InvitationDocument>): Invitation;
function toInvitation(document: HydratedDocument<InvitationDocument> | null): Invitation | undefined;
function toInvitation(document: HydratedDocument<InvitationDocument> | null): Invitation | undefined {
  if (!document) return undefined;
  const { _id, email, invitedBy, createdAt, expiresAt } = document;
  return { id: String(_id), email, invitedBy, createdAt, expiresAt };
}
