import { Types } from 'mongoose';
import type { Connection } from '../database';
import type { WithOutbox } from './outbox-document';
import type { OutboxNotice, OutboxSource } from './outbox-entry';
import type { OutboxStore } from './relay';

interface DocumentWithOutbox extends WithOutbox {
  readonly _id: string | Types.ObjectId;
}

const COLLECTIONS = {
  accounts: { name: 'users', toId: (id: string) => new Types.ObjectId(id) },
  sessions: { name: 'sessions', toId: (id: string) => id },
} as const;

const emptied = { $unset: { outbox: '', outboxAt: '' } } as const;

/** Reads and clears the outboxes of a collection in MongoDB. */
export function createOutboxStore(connection: Connection, source: OutboxSource): OutboxStore {
  const { name, toId } = COLLECTIONS[source];
  const documents = connection.collection<DocumentWithOutbox>(name);

  return {
    async readLeft(before: Date | undefined, limit: number): Promise<OutboxNotice[]> {
      const outboxAt = before ? { $lt: before } : { $gt: new Date(0) };
      const left = await documents
        .find({ outboxAt }, { projection: { outbox: 1 } })
        .limit(limit)
        .toArray();
      return left.map(({ _id, outbox = [] }) => ({ source, id: String(_id), entries: outbox }));
    },

    async clear(notices: readonly OutboxNotice[]): Promise<void> {
      if (notices.length === 0) return;
      const events = notices.map(({ id, entries }) => ({
        _id: toId(id),
        ids: entries.map(({ event }) => event.id),
        number: entries.at(-1)?.event.number,
      }));
      // Usually nothing else is in the outbox, and one command clears all of them.
      const whole = events.map(({ _id, ids, number }) => ({
        updateOne: { filter: { _id, eventNumber: number, outbox: { $size: ids.length } }, update: emptied },
      }));
      const { matchedCount } = await documents.bulkWrite(whole, { ordered: false });
      if (matchedCount === notices.length) return;
      const relayed = events.map(({ _id, ids }) => ({
        updateOne: { filter: { _id }, update: { $pull: { outbox: { 'event.id': { $in: ids } } } } },
      }));
      await documents.bulkWrite(relayed, { ordered: false });
      const rest = events.map(({ _id }) => ({
        updateOne: {
          filter: { _id, $or: [{ outbox: { $size: 0 } }, { outbox: { $exists: false } }] },
          update: emptied,
        },
      }));
      await documents.bulkWrite(rest, { ordered: false });
    },
  };
}
