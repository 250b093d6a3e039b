import { randomBytes } from 'node:crypto';
import { startMongo } from '@latchkey/tools/dist/mongo/index.js';

/** A database of a bench's own, and how an auth service comes to it. */
export interface Database {
  readonly kind: string;
  readonly uri: string;
  /** The variables of an auth service on it, which trusts one hop. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const secret = () => randomBytes(48).toString('base64url');

/** Takes the MongoDB of MONGO_URI, or starts what `npm start` would, with `say` told what takes long. */
export async function openDatabase(say: (line: string) => void): Promise<Database> {
  const mongo = process.env.MONGO_URI ? undefined : await startMongo({ progress: say });
  const uri = new URL(process.env.MONGO_URI ?? mongo!.uri);
  uri.pathname = `/bench-${randomBytes(4).toString('hex')}`;
  return {
    kind: mongo?.kind ?? 'MONGO_URI',
    uri: uri.href,
    env: {
      ...{ JWT_KEY: secret(), INTERNAL_TOKEN: secret(), COOKIE_SECURE: 'false', MONGO_URI: uri.href },
      ...{ TRUST_PROXY: '1', LOG_LEVEL: 'error' },
    },
    stop: async () => void (await mongo?.stop()),
  };
}
