import { createConnection } from '@latchkey/auth/dist/database.js';
import { makeAdmin } from '../auth/admin.js';
import { startAuth } from '../auth/auth-process.js';
import { openDatabase, type Database } from '../auth/database.js';
import { signUp, type Person } from '../auth/people.js';
import { signUpEverybody } from '../signin/sign-up-everybody.js';

/** A database with people in it, which houses have one after the other. */
export interface Ground extends Pick<Database, 'kind' | 'env' | 'stop'> {
  /** Those who are banned, again and again. */
  readonly people: readonly Person[];
  /**
   * Deletes all sessions, since the stand-in for MongoDB looks at each for those of one account, and signs the admin in.
   * @returns the Cookie header of that
   */
  startAnew(authUrl: string): Promise<string>;
}

const PEOPLE = 5;

/** Starts it, with `say` told what takes long. */
export async function openGround(say: (line: string) => void): Promise<Ground> {
  const database = await openDatabase(say);
  const { kind, uri, env } = database;
  say('signing people up…');
  const auth = await startAuth(env);
  await signUpEverybody(auth.url);
  const people = await signUp(auth.url, PEOPLE);
  const signInAdmin = await makeAdmin(uri);
  await auth.stop();
  const connection = await createConnection().openUri(uri);

  return {
    ...{ kind, env, people },
    async startAnew(authUrl) {
      await connection.collection('sessions').deleteMany({});
      return (await signInAdmin(authUrl)).authCookie;
    },
    async stop() {
      await connection.close();
      await database.stop();
    },
  };
}
