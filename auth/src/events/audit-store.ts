import { randomBytes } from 'node:crypto';
import { Schema, type HydratedDocument } from 'mongoose';
import type { Connection } from '../database';
import type { AuditedAction, AuditEntry } from './audit-entry';

type AuditDocument = Omit<AuditEntry, 'id'> & { _id: string };

/** Which entries to list. */
export interface AuditQuery {
  /** Only what this user did or what was done to them. */
  readonly user?: string | undefined;
  /** Only entries that come after the one with this id, so older ones. */
  readonly after?: string | undefined;
  /** At most so many. */
  readonly limit: number;
}

const text = { type: String, required: true } as const;
const schema = new Schema<AuditDocument>(
  {
    _id: text,
    at: { type: Date, required: true },
    actor: text,
    action: text,
    target: text,
    details: { type: Object, required: true },
    from: String,
    outcome: text,
    code: String,
  },
  { collection: 'audit', versionKey: false, minimize: false },
);
schema.index({ target: 1, _id: -1 });
schema.index({ actor: 1, _id: -1 });

/** The only place that knows how the audit trail is stored. Nothing is ever removed from it. */
export function createAuditStore(connection: Connection) {
  const entries = connection.model('AuditEntry', schema);

  return {
    async createIndexes(): Promise<void> {
      await entries.createIndexes();
    },

    /** @returns the id of the new entry, whose outcome is `started` */
    async insert(action: AuditedAction): Promise<string> {
      const at = new Date();
      const id = newId(at);
      await entries.create({ _id: id, ...action, at, outcome: 'started' });
      return id;
    },

    async conclude(
      id: string,
      outcome: { outcome: 'done' } | { outcome: 'refused'; code: string },
    ): Promise<void> {
      await entries.updateOne({ _id: id }, { $set: outcome });
    },

    /** The newest entries first. */
    async list({ user, after, limit }: AuditQuery): Promise<AuditEntry[]> {
      const filter = {
        ...(user !== undefined && { $or: [{ target: user }, { actor: user }] }),
        ...(after !== undefined && { _id: { $lt: after } }),
      };
      return (await entries.find(filter).sort({ _id: -1 }).limit(limit)).map(toEntry);
    },
  };
}

export type AuditStore = ReturnType<typeof createAuditStore>;

/** An id that begins with its time, to the millisecond: whichever process made them, entries sort by it. */
function newId(at: Date): string {
  return at.getTime().toString(16).padStart(12, '0') + randomBytes(6).toString('hex');
}

function toEntry(document: HydratedDocument<AuditDocument>): AuditEntry {
  const { _id, ...fields } = document.toObject();
  return { id: _id, ...fields };
}
