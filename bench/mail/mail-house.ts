import { randomBytes } from 'node:crypto';
import { createConnection } from '@latchkey/auth/dist/database.js';
import { createDeliveriesStore } from '@latchkey/auth/dist/events/deliveries-store.js';
import { startMailCatcher } from '@latchkey/tools/dist/local/mail/mail-catcher.js';
import { freePorts } from '@latchkey/tools/dist/local/ports.js';
import { startMongo } from '@latchkey/tools/dist/mongo/index.js';
import { startAuth } from '../auth/auth-process.js';
import { openSession } from '../auth/people.js';
import { addressOf } from '../auth/address-of.js';
import { createBacklog, type Backlog } from './backlog.js';

/** The real auth service with a database and a mail server. */
export interface MailHouse {
  readonly authUrl: string;
  readonly database: string;
  readonly backlog: Backlog;
  /** When the mail server has a mail to an address as a whole, as `performance.now()` tells it. */
  arrivalOf(address: string): Promise<number>;
  /** Signs somebody up. */
  signUp(email: string, turn: number): Promise<void>;
  stop(): Promise<void>;
}

const secret = () => randomBytes(48).toString('base64url');
const TIMEOUT_MS = 60_000;

/** Starts it, with `say` told what takes long. */
export async function openMailHouse(say: (line: string) => void): Promise<MailHouse> {
  const mongo = process.env.MONGO_URI ? undefined : await startMongo({ progress: say });
  const uri = new URL(process.env.MONGO_URI ?? mongo!.uri);
  uri.pathname = `/bench-${randomBytes(4).toString('hex')}`;
  const awaited = new Map<string, (at: number) => void>();
  const [smtp, page] = await freePorts(2);
  const catcher = await startMailCatcher({ smtp: smtp!, page: page! }, ({ to }) => {
    awaited.get(to)?.(performance.now());
    awaited.delete(to);
  });
  const auth = await startAuth({
    ...{ JWT_KEY: secret(), INTERNAL_TOKEN: secret(), MAIL_KEY: secret(), COOKIE_SECURE: 'false' },
    ...{ MONGO_URI: uri.href, TRUST_PROXY: '1', SMTP_URL: catcher.smtpUrl, LOG_LEVEL: 'error' },
    ...{ MAIL_FROM: 'no-reply@example.com', PUBLIC_URL: 'http://localhost:3000', ACCOUNT_PATH: '/account' },
  });
  const connection = await createConnection().openUri(uri.href);

  return {
    authUrl: auth.url,
    database: mongo?.kind ?? 'MONGO_URI',
    backlog: createBacklog(createDeliveriesStore(connection)),
    arrivalOf(address) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('a mail has not arrived in a minute')), TIMEOUT_MS);
        awaited.set(address, (at) => {
          clearTimeout(timer);
          resolve(at);
        });
      });
    },
    async signUp(email, turn) {
      await openSession(auth.url, 'signup', email, 'correct horse battery staple', addressOf(turn));
    },
    async stop() {
      await connection.close();
      await auth.stop();
      await catcher.stop();
      await mongo?.stop();
    },
  };
}
