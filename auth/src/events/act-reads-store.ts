import type { Collection } from 'mongoose';
import type { ActReads } from './audit-storage';
import { AUDITED_TYPES } from './audit-view';
import { toEvent, type EventDocument } from './event-document';

/** Reads what admins did. The indexes of the log by account and by actor, each with the id, serve it. */
export function actReads(events: Collection<EventDocument>): ActReads {
  return {
    async listActs({ user, after, limit }) {
      const filter = {
        class: 'admin',
        type: { $in: [...AUDITED_TYPES] },
        ...(user !== undefined && { $or: [{ account: user }, { actor: user }] }),
        ...(after !== undefined && { _id: { $lt: after } }),
      } as const;
      return (await events.find(filter).sort({ _id: -1 }).limit(limit).toArray()).map(toEvent);
    },
  };
}
