import { randomBytes } from 'node:crypto';
import { Schema, type HydratedDocument } from 'mongoose';
import type { Connection } from '../database';
import type { AuditedAction, AuditEntry } from './audit-entry';
import type { AuditQuery, AuditStore } from './storage';

type AuditDocument = Omit<AuditEntry, 'id'> & { _id: string };

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

/** Stores the audit trail in MongoDB. */
export function createAuditStore(connection: Connection): AuditStore {
  const entries = connection.model('AuditEntry', schema);

  return {
    async createIndexes(): Promise<void> {
      await entries.createIndexes();
    },

    async insert(action: AuditedAction): Promise<string> {
      const at = new Date();
      const id = newId(at);
      await entries.create({ _id: id, ...action, at, outcome: 'started' });
      return id;
    },

    async conclude(id, conclusion) {
      await entries.updateOne({ _id: id }, { $set: conclusion });
    },

    async list({ user, after, limit }: AuditQuery): Promise<AuditEntry[]> {
      const filter = {
        ...(user !== undefined && { $or: [{ target: user }, { actor: user }] }),
        ...(after !== undefined && { _id: { $lt: after } }),
      };
      return (await entries.find(filter).sort({ _id: -1 }).limit(limit)).map(toEntry);
    },
  };
}

/** An id that begins with its time, to the millisecond: whichever process made them, entries sort by it. */
function newId(at: Date): string {
  return at.getTime().toString(16).padStart(12, '0') + randomBytes(6).toString('hex');
}

function toEntry(document: HydratedDocument<AuditDocument>): AuditEntry {
  const { _id, ...fields } = document.toObject();
  return { id: _id, ...fields };
}
