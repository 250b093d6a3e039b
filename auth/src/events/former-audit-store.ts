import type { Connection } from '../database';
import { firstEventId } from './account-event';
import type { AuditEntry } from './audit-entry';
import type { AuditQuery, FormerAudit } from './audit-storage';

type AuditDocument = Omit<AuditEntry, 'id'> & { readonly _id: string };

/** Reads the audit trail that releases before the log of events wrote into MongoDB, with its indexes. */
export function createFormerAudit(connection: Connection): FormerAudit {
  const entries = connection.collection<AuditDocument>('audit');

  return {
    async list({ user, after, limit }: AuditQuery): Promise<AuditEntry[]> {
      const filter = {
        ...(user !== undefined && { $or: [{ target: user }, { actor: user }] }),
        ...(after !== undefined && { _id: { $lt: after } }),
      };
      const found = await entries.find(filter).sort({ _id: -1 }).limit(limit).toArray();
      return found.map(({ _id, ...fields }) => ({ id: _id, ...fields }));
    },

    async removeOlder(before: Date): Promise<void> {
      await entries.deleteMany({ _id: { $lt: firstEventId(before) } });
    },
  };
}
