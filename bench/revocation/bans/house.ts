import { startNats } from '@latchkey/tools/dist/nats/index.js';
import { type FeedName } from '../feeds.js';
import { makeAdmin } from '../../auth/admin.js';
import { startAuth } from '../../auth/auth-process.js';
import { openDatabase } from '../../auth/database.js';
import { signUp, type Person } from '../../auth/people.js';

/** What everything else runs against: the real auth service on a real database, and its feeds. */
export interface House {
  /** The variables of a service in it. */
  readonly env: NodeJS.ProcessEnv;
  /** The feeds' URLs by their names. */
  readonly feeds: ReadonlyMap<FeedName, string>;
  readonly authPort: number;
  /** The Cookie header of somebody who may ban. */
  readonly adminCookie: string;
  signUp(count: number): Promise<Person[]>;
  stop(): Promise<void>;
}

/** Starts it, with `say` told what takes long. */
export async function openHouse(feeds: readonly FeedName[], say: (line: string) => void): Promise<House> {
  const database = await openDatabase(say);
  const { JWT_KEY, INTERNAL_TOKEN, COOKIE_SECURE } = database.env;
  const nats = feeds.includes('NATS') ? await startNats() : undefined;
  const auth = await startAuth({ ...database.env, ...(nats && { NATS_URL: nats.url('auth') }) });
  const signInAdmin = await makeAdmin(database.uri);
  const urls = new Map<FeedName, string>([['Server-Sent Events', `${auth.internalUrl}/revocations`]]);
  if (nats) urls.set('NATS', nats.url('service'));

  return {
    env: { JWT_KEY, INTERNAL_TOKEN, COOKIE_SECURE, INTROSPECTION_URL: `${auth.internalUrl}/introspect` },
    feeds: urls,
    authPort: Number(new URL(auth.url).port),
    adminCookie: (await signInAdmin(auth.url)).authCookie,
    signUp: (count) => signUp(auth.url, count),
    async stop() {
      await auth.stop();
      await nats?.stop();
      await database.stop();
    },
  };
}
