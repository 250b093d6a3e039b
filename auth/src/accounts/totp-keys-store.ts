import type { Connection } from '../database';
import type { Account } from './account';
import { accountSchema, toAccount } from './account-document';
import type { TotpKeys } from './factor-storage';

const KEY = 'factors.totp.key';
/** So few that looking at them holds the event loop for milliseconds. */
const BATCH = 500;

export function createTotpKeys(connection: Connection): TotpKeys {
  const users = connection.model('Account', accountSchema);

  return {
    async inUse(): Promise<readonly string[]> {
      const keys: unknown[] = await users.distinct(KEY);
      return keys.map(String);
    },

    count: (key: string): Promise<number> => users.countDocuments({ [KEY]: key }),

    async *accountsOf(key: string): AsyncIterable<Account> {
      for await (const user of users.find({ [KEY]: key }).batchSize(BATCH)) yield toAccount(user);
    },
  };
}
