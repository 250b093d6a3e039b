import { isDuplicateKey, type Connection } from '../database';
import type { Tombstones } from './tombstones';
import { accountSchema } from './account-document';

export function createTombstones(connection: Connection): Tombstones {
  const users = connection.model('Account', accountSchema);

  return {
    async *olderThan(time: Date): AsyncIterable<string> {
      for await (const { _id } of users.find({ deletedAt: { $lt: time }, outboxAt: null }, { _id: 1 }).lean())
        yield String(_id);
    },

    async put(id: string): Promise<boolean> {
      const tombstone = { email: `deleted:${id}`, password: '', deletedAt: new Date() };
      try {
        await users.updateOne({ _id: id }, { $setOnInsert: tombstone }, { upsert: true });
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
