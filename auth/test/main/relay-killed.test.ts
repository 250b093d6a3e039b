import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, createConnection, type Connection } from '../../src/database';
import { databaseUri } from '../support/auth-service';
import { readMail, startMailServer, type MailServer } from '../support/mail-server';
import { WITH_MAIL } from '../support/mailbox';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, startAuthProcess, type AuthProcess } from '../support/spawn-auth';
import { stoppingHop, type Stop } from '../support/stopping-hop';
import { until } from '../support/until';

const outages = { away: () => undefined, back: () => undefined };

/** Somebody who has just signed up. */
interface Person {
  readonly email: string;
  readonly auth: AuthProcess;
  readonly browser: ReturnType<AuthProcess['browser']>;
}

/** What somebody does, by the event that it writes: one into an account, one into a session. Both are told by mail. */
const ACTS = {
  password_changed: ({ browser }: Person) =>
    browser
      .post('/api/users/password')
      .send({ currentPassword: PASSWORD, newPassword: 'quite another password' }),
  signed_in: ({ email, auth }: Person) =>
    auth.request().post('/api/users/signin').send({ email, password: PASSWORD }),
} as const;

type Case = Stop & { readonly type: keyof typeof ACTS };

/** The wire stops before a step of the relay, or after it. */
const CASES: readonly Case[] = [
  { type: 'password_changed', command: 'insert', collection: 'events', isCarriedOut: false },
  { type: 'password_changed', command: 'insert', collection: 'events', isCarriedOut: true },
  { type: 'password_changed', command: 'insert', collection: 'deliveries', isCarriedOut: false },
  { type: 'password_changed', command: 'insert', collection: 'deliveries', isCarriedOut: true },
  { type: 'password_changed', command: 'update', collection: 'users', isCarriedOut: false },
  { type: 'signed_in', command: 'insert', collection: 'events', isCarriedOut: false },
  { type: 'signed_in', command: 'update', collection: 'sessions', isCarriedOut: false },
];

/** What the database has of events of a type. */
interface Found {
  readonly outboxes: number;
  readonly events: number;
  readonly deliveries: number;
}

/** Reads past the service. */
async function find(connection: Connection, type: string): Promise<Found> {
  const count = (name: string, filter: object) => connection.collection(name).countDocuments(filter);
  const left = ['users', 'sessions'].map((name) => count(name, { outboxAt: { $exists: true } }));
  return {
    outboxes: (await Promise.all(left)).reduce((sum, each) => sum + each, 0),
    events: await count('events', { type }),
    deliveries: await count('deliveries', { kind: type }),
  };
}

/** What the database has when the wire has stopped there. */
function foundAt({ collection, isCarriedOut }: Case): Found {
  const isCleared = collection === 'users' || collection === 'sessions';
  const isTold = isCleared || (collection === 'deliveries' && isCarriedOut);
  const isLogged = collection !== 'events' || isCarriedOut;
  return { outboxes: 1, events: isLogged ? 1 : 0, deliveries: isTold ? 1 : 0 };
}

/** What was added since. */
function without(before: Found, now: Found): Found {
  return {
    outboxes: now.outboxes - before.outboxes,
    events: now.events - before.events,
    deliveries: now.deliveries - before.deliveries,
  };
}

describe('kill -9 between the write of an event and the end of its relay', () => {
  let server: MailServer;
  const connections: Connection[] = [];

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(async () => {
    endSpawned();
    for (const connection of connections) await connection.close();
    await server.close();
  });

  /** How many different ones. What was being sent at the kill can come twice. */
  async function countMails(email: string): Promise<number> {
    const mails = await Promise.all(server.mails.filter(({ to }) => to.includes(email)).map(readMail));
    return new Set(mails.map(({ messageId }) => messageId)).size;
  }

  /** Kills a process that has answered and whose relay stands still, and starts another one. @returns what became of it */
  async function killAt({ type, ...stop }: Case): Promise<{ later: Promise<unknown>; killed: Found }> {
    const env = { ...WITH_MAIL, SMTP_URL: server.url, MONGO_URI: databaseUri() };
    const connection = createConnection();
    await connect(connection, env.MONGO_URI, outages, new AbortController().signal);
    connections.push(connection);
    const found = () => find(connection, type);
    const untilRelayed = () => until('all is relayed', async () => (await found()).outboxes === 0);

    const hop = await stoppingHop(env.MONGO_URI, stop);
    const dying = await startAuthProcess({ ...env, MONGO_URI: hop.uri });
    const email = newEmail();
    const browser = dying.browser();
    await browser.post('/api/users/signup').send({ email, password: PASSWORD }).expect(201);
    await untilRelayed();
    const before = await found();
    hop.arm();
    await ACTS[type]({ email, browser, auth: dying }).expect(200);
    await hop.stopped;
    dying.child.kill('SIGKILL');
    await dying.exited;
    await hop.stop();
    const killed = without(before, await found());
    const deliveries = connection.collection('deliveries');
    // As if a minute and a half had passed: its worker may have claimed the mail.
    await deliveries.updateMany({ dueAt: { $gt: new Date() } }, { $set: { dueAt: new Date() } });

    const next = await startAuthProcess(env);
    const later = async () => {
      await untilRelayed();
      const waiting = { dueAt: { $exists: true } };
      await until('all is sent', async () => (await deliveries.countDocuments(waiting)) === 0);
      next.child.kill('SIGKILL');
      return { ...without(before, await found()), mails: await countMails(email) };
    };
    return { killed, later: later() };
  }

  it('leaves nothing undone, and does nothing twice', async () => {
    const [killed, later]: [Found[], Promise<unknown>[]] = [[], []];
    // One after the other, but for what each of them waits for at last.
    for (const each of CASES) {
      const outcome = await killAt(each);
      killed.push(outcome.killed);
      later.push(outcome.later);
    }
    expect(killed).toEqual(CASES.map(foundAt));
    expect(await Promise.all(later)).toEqual(
      CASES.map(() => ({ outboxes: 0, events: 1, deliveries: 1, mails: 1 })),
    );
  }, 180_000);
});
