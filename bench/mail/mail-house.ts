import { randomBytes } from 'node:crypto';
import { createConnection } from '@latchkey/auth/dist/database.js';
import { createDeliveriesStore } from '@latchkey/auth/dist/events/deliveries-store.js';
import { startMailCatcher } from '@latchkey/tools/dist/local/mail/mail-catcher.js';
import { freePorts } from '@latchkey/tools/dist/ports.js';
import { startAuth } from '../auth/auth-process.js';
import { addressOf } from '../auth/address-of.js';
import { openDatabase } from '../auth/database.js';
import { openSession, PASSWORD } from '../auth/people.js';
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

const TIMEOUT_MS = 60_000;

/** Starts it, with `say` told what takes long. */
export async function openMailHouse(say: (line: string) => void): Promise<MailHouse> {
  const database = await openDatabase(say);
  const awaited = new Map<string, (at: number) => void>();
  const [smtp, page] = await freePorts(2);
  const catcher = await startMailCatcher({ smtp: smtp!, page: page! }, ({ to }) => {
    awaited.get(to)?.(performance.now());
    awaited.delete(to);
  });
  const auth = await startAuth({
    ...{ ...database.env, MAIL_KEY: randomBytes(48).toString('base64url'), SMTP_URL: catcher.smtpUrl },
    ...{ MAIL_FROM: 'no-reply@example.com', PUBLIC_URL: 'http://localhost:3000', ACCOUNT_PATH: '/account' },
  });
  const connection = await createConnection().openUri(database.uri);

  return {
    authUrl: auth.url,
    database: database.kind,
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
      await openSession(auth.url, 'signup', email, PASSWORD, addressOf(turn));
    },
    async stop() {
      await connection.close();
      await auth.stop();
      await catcher.stop();
      await database.stop();
    },
  };
}
