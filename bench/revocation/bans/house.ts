import { randomBytes } from 'node:crypto';
import { ensureAdmin } from '@latchkey/tools/dist/local/admin-account.js';
import { startMongo } from '@latchkey/tools/dist/mongo/index.js';
import { startNats } from '@latchkey/tools/dist/nats/index.js';
import { type FeedName } from '../feeds.js';
import { startAuth } from '../../auth/auth-process.js';
import { openSession, signUp, type Person } from '../../auth/people.js';

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
  const mongo = process.env.MONGO_URI ? undefined : await startMongo({ progress: say });
  const uri = new URL(process.env.MONGO_URI ?? mongo!.uri);
  uri.pathname = `/bench-${randomBytes(4).toString('hex')}`;
  const secrets = { JWT_KEY: secret(), INTERNAL_TOKEN: secret(), COOKIE_SECURE: 'false' };
  const nats = feeds.includes('NATS') ? await startNats() : undefined;
  const auth = await startAuth({
    ...{ ...secrets, MONGO_URI: uri.href, TRUST_PROXY: '1' },
    ...(nats && { NATS_URL: nats.url('auth') }),
  });
  const urls = new Map<FeedName, string>([['Server-Sent Events', `${auth.internalUrl}/revocations`]]);
  if (nats) urls.set('NATS', nats.url('service'));

  return {
    env: { ...secrets, INTROSPECTION_URL: `${auth.internalUrl}/introspect` },
    feeds: urls,
    authPort: Number(new URL(auth.url).port),
    adminCookie: await makeAdmin(auth.url, uri.href),
    signUp: (count) => signUp(auth.url, count),
    async stop() {
      await auth.stop();
      await nats?.stop();
      await mongo?.stop();
    },
  };
}

async function makeAdmin(authUrl: string, mongoUri: string): Promise<string> {
  const account = { adminEmail: 'admin@example.com', adminPassword: secret() };
  await ensureAdmin(mongoUri, account);
  const { authCookie } = await openSession(
    authUrl,
    'signin',
    account.adminEmail,
    account.adminPassword,
    '10.0.0.1',
  );
  return authCookie;
}

const secret = () => randomBytes(48).toString('base64url');
