import { randomBytes } from 'node:crypto';
import type { SMTPServerOptions } from 'smtp-server';
import { freePort } from '@latchkey/tools/dist/ports';
import { connect, createConnection, type Connection } from '../../auth/src/database';
import { startMailServer, type MailServer } from '../../auth/test/support/mail-server';
import { startDatabase } from './database';
import { program, type Program } from './program';
import { until } from './until';

const outages = { away: () => undefined, back: () => undefined };

/** A mail server, and replicas of the auth service that send by it, as processes of their own. */
export interface Mailing {
  readonly server: MailServer;
  /** Without a database's name. */
  readonly mongoUri: string;
  /** What the replicas store, read past them. */
  readonly documents: Connection;
  /** Describes one more replica, which does not run yet. */
  newReplica(env?: Record<string, string>): Promise<Program>;
  /**
   * Lets what a killed replica had claimed be claimed again, as if a minute and a half had passed.
   * @returns the ids of these deliveries
   */
  endLeases(): Promise<string[]>;
  /** Waits until no event is to be relayed and no mail to be sent. */
  untilSettled(timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param options of the mail server */
export async function startMailing(options?: SMTPServerOptions): Promise<Mailing> {
  const [database, server] = await Promise.all([startDatabase(), startMailServer(options)]);
  const documents = createConnection();
  await connect(documents, `${database.uri}auth`, outages, new AbortController().signal);
  const replicas: Program[] = [];
  const keys = { JWT_KEY: newKey(), MAIL_KEY: newKey() };
  const deliveries = documents.collection<{ _id: string }>('deliveries');
  const waiting = { dueAt: { $exists: true } };

  return {
    server,
    documents,
    mongoUri: database.uri,
    async newReplica(env = {}) {
      const ports = [await freePort(), await freePort()] as const;
      const replica = program('auth/dist/main.js', ports, {
        ...keys,
        ...NO_LIMITS,
        MONGO_URI: `${database.uri}auth`,
        SMTP_URL: server.url,
        MAIL_FROM: 'no-reply@example.com',
        PUBLIC_URL: 'https://app.example.com',
        ACCOUNT_PATH: '/account',
        ...env,
      });
      replicas.push(replica);
      return replica;
    },
    async endLeases() {
      const claimed = await deliveries.find({ dueAt: { $gt: new Date() } }).toArray();
      await deliveries.updateMany({ dueAt: { $gt: new Date() } }, { $set: { dueAt: new Date() } });
      return claimed.map(({ _id }) => _id);
    },
    async untilSettled(timeoutMs) {
      const unrelayed = ['users', 'sessions'].map((name) => documents.collection(name));
      await until(
        () => 'all events are relayed and all mails are sent',
        async () => {
          const left = unrelayed.map((each) => each.countDocuments({ outboxAt: { $exists: true } }));
          return Promise.all([...left, deliveries.countDocuments(waiting)]);
        },
        (counts) => counts.every((count) => count === 0),
        timeoutMs,
      );
    },
    async stop() {
      await Promise.all(replicas.map((replica) => replica.kill()));
      await documents.close();
      await server.close();
      await database.stop();
    },
  };
}

/** Everybody comes from one address. */
const NO_LIMITS = {
  REQUESTS_PER_ADDRESS: '100000/1m',
  FAILURES_PER_ADDRESS: '100000/1m',
  MAIL_REQUESTS_PER_ADDRESS: '100000/1m',
};

function newKey(): string {
  return randomBytes(48).toString('base64url');
}
