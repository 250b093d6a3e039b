import { randomBytes } from 'node:crypto';
import { createConnection } from '@latchkey/auth/dist/database.js';
import { ensureAdmin } from '@latchkey/tools/dist/local/admin-account.js';
import { startMongo } from '@latchkey/tools/dist/mongo/index.js';
import { startAuth } from '../auth/auth-process.js';
import { openSession, signUp, type Person } from '../auth/people.js';
import { signUpEverybody } from '../signin/sign-up-everybody.js';

/** A database with people in it, which houses have one after the other. */
export interface Ground {
  readonly database: string;
  /** The variables of an auth service on it. */
  readonly env: NodeJS.ProcessEnv;
  /** Those who are banned, again and again. */
  readonly people: readonly Person[];
  /**
   * Deletes all sessions, since the stand-in for MongoDB looks at each for those of one account, and signs the admin in.
   * @returns the Cookie header of that
   */
  startAnew(authUrl: string): Promise<string>;
  stop(): Promise<void>;
}

const PEOPLE = 5;
const secret = () => randomBytes(48).toString('base64url');

/** Starts it, with `say` told what takes long. */
export async function openGround(say: (line: string) => void): Promise<Ground> {
  const mongo = process.env.MONGO_URI ? undefined : await startMongo({ progress: say });
  const uri = new URL(process.env.MONGO_URI ?? mongo!.uri);
  uri.pathname = `/bench-${randomBytes(4).toString('hex')}`;
  const env = {
    ...{ JWT_KEY: secret(), INTERNAL_TOKEN: secret(), COOKIE_SECURE: 'false', MONGO_URI: uri.href },
    ...{ TRUST_PROXY: '1', LOG_LEVEL: 'error' },
  };
  const admin = { adminEmail: 'admin@example.com', adminPassword: secret() };
  say('signing people up…');
  const auth = await startAuth(env);
  await signUpEverybody(Number(new URL(auth.url).port));
  const people = await signUp(auth.url, PEOPLE);
  await ensureAdmin(uri.href, admin);
  await auth.stop();
  const connection = await createConnection().openUri(uri.href);

  return {
    ...{ database: mongo?.kind ?? 'MONGO_URI', env, people },
    async startAnew(authUrl) {
      await connection.collection('sessions').deleteMany({});
      const { adminEmail, adminPassword } = admin;
      return (await openSession(authUrl, 'signin', adminEmail, adminPassword, '10.0.0.1')).authCookie;
    },
    async stop() {
      await connection.close();
      await mongo?.stop();
    },
  };
}
