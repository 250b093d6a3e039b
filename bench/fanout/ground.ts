import { randomBytes } from 'node:crypto';
import { createConnection } from '@latchkey/auth/dist/database.js';
import { ensureAdmin } from '@latchkey/tools/dist/local/admin-account.js';
import { startAuth } from '../auth/auth-process.js';
import { openDatabase, type Database } from '../auth/database.js';
import { openSession, signUp, type Person } from '../auth/people.js';
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
  const admin = { adminEmail: 'admin@example.com', adminPassword: randomBytes(48).toString('base64url') };
  say('signing people up…');
  const auth = await startAuth(env);
  await signUpEverybody(Number(new URL(auth.url).port));
  const people = await signUp(auth.url, PEOPLE);
  await ensureAdmin(uri, admin);
  await auth.stop();
  const connection = await createConnection().openUri(uri);

  return {
    ...{ kind, env, people },
    async startAnew(authUrl) {
      await connection.collection('sessions').deleteMany({});
      const { adminEmail, adminPassword } = admin;
      return (await openSession(authUrl, 'signin', adminEmail, adminPassword, '10.0.0.1')).authCookie;
    },
    async stop() {
      await connection.close();
      await database.stop();
    },
  };
}
