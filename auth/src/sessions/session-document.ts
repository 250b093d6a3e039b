import { Schema, type HydratedDocument } from 'mongoose';
import { outboxFields, type WithOutbox } from '../events/outbox-document';
import type { Session } from './session';

/** A session as MongoDB has it. */
export type SessionDocument = Omit<Session, 'id'> & { _id: string } & WithOutbox;

const required = { required: true } as const;
export const sessionSchema = new Schema<SessionDocument>(
  {
    _id: { type: String, ...required },
    userId: { type: String, ...required },
    sessionGen: { type: Number, ...required },
    seed: { type: String, ...required },
    familyHash: { type: String, ...required },
    currentHash: { type: String, ...required },
    previousHash: String,
    accountHash: String,
    rotatedAt: { type: Date, ...required },
    createdAt: { type: Date, ...required },
    authTime: Date,
    amr: { type: [String], default: undefined },
    acr: String,
    factorGen: Number,
    lastSeenAt: { type: Date, ...required },
    seen: { type: [{ _id: false, at: Date, userAgent: String, ip: String }], default: undefined },
    expiresAt: { type: Date, ...required },
    userAgent: { type: String, default: '' },
    ip: { type: String, default: '' },
    revokedAt: Date,
    revokedBecause: String,
    ...outboxFields,
  },
  { collection: 'sessions', versionKey: false, minimize: false },
);
// For the open sessions of an account, in the order of a list; what has ended is not even looked at.
sessionSchema.index({ userId: 1, sessionGen: 1, revokedAt: 1, createdAt: -1, _id: -1 });
sessionSchema.index({ expiresAt: 1 });
sessionSchema.index({ revokedAt: 1 });
sessionSchema.index({ outboxAt: 1 });

export function toSession(document: HydratedDocument<SessionDocument>): Session {
  const { _id, ...fields } = document.toObject();
  return { id: _id, ...fields };
}
