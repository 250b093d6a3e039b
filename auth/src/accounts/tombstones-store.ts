import { isDuplicateKey, type Connection } from '../database';
import { beginOutbox } from '../events/outbox-document';
import type { OnOutbox, OutboxEntry } from '../events/outbox-entry';
import type { Tombstones } from './tombstones';
import { accountSchema } from './account-document';

/** @param onOutbox called with events that are written with a tombstone, once it is stored */
export function createTombstones(connection: Connection, onOutbox: OnOutbox): Tombstones {
  const users = connection.model('Account', accountSchema);

  return {
    async *olderThan(time: Date): AsyncIterable<string> {
      for await (const { _id } of users.find({ deletedAt: { $lt: time }, outboxAt: null }, { _id: 1 }).lean())
        yield String(_id);
    },

    async deletedOf(ids: readonly string[]): Promise<string[]> {
      const found = await users.find({ _id: { $in: [...ids] }, deletedAt: null }, { _id: 1 }).lean();
      const living = new Set(found.map(({ _id }) => String(_id)));
      return ids.filter((id) => !living.has(id));
    },

    async put(id: string, entries: readonly OutboxEntry[]): Promise<boolean> {
      const begun = beginOutbox(entries);
      const tombstone = { email: `deleted:${id}`, password: '', deletedAt: new Date(), ...begun };
      try {
        const put = await users.updateOne({ _id: id }, { $setOnInsert: tombstone }, { upsert: true });
        if (put.upsertedCount > 0 && begun.outbox)
          onOutbox({ source: 'accounts', id, entries: begun.outbox });
      } catch (error) {
        // Somebody else put one, or made the account, at the same moment.
        if (!isDuplicateKey(error)) throw error;
      }
      return (await users.exists({ _id: id, deletedAt: null })) === null;
    },

    async remove(id: string): Promise<void> {
      await users.deleteOne({ _id: id, deletedAt: { $ne: null }, outboxAt: null });
    },
  };
}
