import { isDuplicateKey, type Connection } from '../database';
import { userSchema } from './user-document';

/** What is left of deleted accounts, so that their tokens are known to be dead; and of accounts that must not come to be. */
export function createTombstones(connection: Connection) {
  const users = connection.model('User', userSchema);

  return {
    /** The ids of the accounts that were deleted before a time. */
    async *olderThan(time: Date): AsyncIterable<string> {
      for await (const { _id } of users.find({ deletedAt: { $lt: time } }, { _id: 1 }).lean())
        yield String(_id);
    },

    /**
     * Takes an id away, so that no account can be made with it until the sweeper comes.
     * @returns whether no account has it; not when one does, which is left as it is
     */
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
      await users.deleteOne({ _id: id, deletedAt: { $ne: null } });
    },
  };
}
