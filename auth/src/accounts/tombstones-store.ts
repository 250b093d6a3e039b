import type { Connection } from '../database';
import { userSchema } from './user-document';

/** What is left of deleted accounts, so that their tokens are known to be dead. */
export function createTombstones(connection: Connection) {
  const users = connection.model('User', userSchema);

  return {
    /** The ids of the accounts that were deleted before a time. */
    async *olderThan(time: Date): AsyncIterable<string> {
      for await (const { _id } of users.find({ deletedAt: { $lt: time } }, { _id: 1 }).lean())
        yield String(_id);
    },

    async remove(id: string): Promise<void> {
      await users.deleteOne({ _id: id, deletedAt: { $ne: null } });
    },
  };
}
