import { createConnection } from '@latchkey/auth/dist/database.js';

/**
 * Deletes the sessions that are left from earlier rounds. The database of the bench may be the stand-in, which looks at
 * every session for those of one account where MongoDB has an index: each round would be slower than the one before it.
 */
export async function openForgetting(uri: string) {
  const connection = await createConnection().openUri(uri);
  return {
    forgetSessions: async () => void (await connection.collection('sessions').deleteMany({})),
    close: () => connection.close(),
  };
}
