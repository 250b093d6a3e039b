import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, createConnection, type Connection } from '../../src/database';
import { createDeliveriesStore } from '../../src/events/deliveries-store';
import type { DeliveryStore } from '../../src/events/delivery';
import { databaseUri } from '../support/auth-service';
import { readMail, startMailServer, type MailServer } from '../support/mail-server';
import { notices } from '../support/mail-worker';
import { newEmail } from '../support/people';
import { endSpawned, startAuthProcess, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

const COUNT = 200;
const MAX_AT_ONCE = 4;
const outages = { away: () => undefined, back: () => undefined };

let server: MailServer;
let mongoUri: string;
let connection: Connection;
let deliveries: DeliveryStore;

beforeEach(async () => {
  server = await startMailServer();
  mongoUri = databaseUri();
  connection = createConnection();
  await connect(connection, mongoUri, outages, new AbortController().signal);
  deliveries = createDeliveriesStore(connection);
});
afterEach(async () => {
  endSpawned();
  await connection.dropDatabase();
  await connection.close();
  await server.close();
});

/** A replica that sends mail. */
function replica(): Promise<AuthProcess> {
  return startAuthProcess({
    MONGO_URI: mongoUri,
    SMTP_URL: server.url,
    MAIL_FROM: 'no-reply@example.com',
    MAIL_KEY: 'only-for-tests-only-for-tests-only-for-tests',
    PUBLIC_URL: 'http://localhost:3000',
    ACCOUNT_PATH: '/account',
    MAX_MAIL_CONNECTIONS: String(MAX_AT_ONCE),
  });
}
const allSettled = () => until('nothing waits', async () => (await deliveries.countWaiting()) === 0, 60_000);
const recipients = () => new Set(server.mails.map(({ to }) => to.join()));

/** As if a minute and a half had passed. */
async function endLeases(): Promise<void> {
  await connection
    .collection('deliveries')
    .updateMany({ dueAt: { $gt: new Date() } }, { $set: { dueAt: new Date() } });
}

describe('mail', () => {
  it('is sent once by two replicas', async () => {
    await deliveries.insert(notices(COUNT));
    await Promise.all([replica(), replica()]);
    await allSettled();
    expect([server.mails.length, recipients().size]).toEqual([COUNT, COUNT]);
  }, 120_000);

  it('is not lost when the only replica is killed while it sends; only what was being sent can come twice', async () => {
    await deliveries.insert(notices(COUNT));
    const first = await replica();
    await until('some are sent', () => server.mails.length > COUNT / 4);
    first.child.kill('SIGKILL');
    await first.exited;
    await endLeases();
    await replica();
    await allSettled();
    expect(recipients().size).toBe(COUNT);
    expect(server.mails.length).toBeLessThanOrEqual(COUNT + MAX_AT_ONCE);
  }, 120_000);

  it('that is being sent at a SIGTERM is finished, and the rest is left to others', async () => {
    const sending: (() => void)[] = [];
    server.behave(() => new Promise((resolve) => sending.push(resolve)));
    await deliveries.insert(notices(10));
    const first = await replica();
    await until('some are being sent', () => sending.length === MAX_AT_ONCE);
    first.child.kill('SIGTERM');
    await until('it drains', () => first.messages().includes('draining'));
    for (const finish of sending) finish();
    await until('it stops', async () => first.child.exitCode !== null || (await first.exited).code === 0);
    const [sent, waiting] = [server.mails.length, await deliveries.countWaiting()];
    expect(sent + waiting).toBe(10);
    expect(sent).toBeGreaterThanOrEqual(MAX_AT_ONCE);
  }, 60_000);

  it('leads to a new password, in the language of who asks', async () => {
    const auth = await replica();
    const email = newEmail();
    await auth.browser().post('/api/users/signup').send({ email, password: 'a long passphrase' }).expect(201);
    const asked = auth.request().post('/api/users/password/forgot').set('Accept-Language', 'de-CH');
    await asked.set('Host', 'evil.example').send({ email }).expect(202);
    await until('it arrives', () => server.mails.length === 1);
    const { subject, text } = await readMail(server.mails[0]!);
    expect(subject).toBe('Neues Passwort für Latchkey wählen');
    const [, token] = /^http:\/\/localhost:3000\/account\/reset-password\?token=(\S+)$/m.exec(text!)!;
    const change = { token, password: 'another long passphrase' };
    await auth.browser().post('/api/users/password/reset').send(change).expect(200);
  }, 60_000);

  it('is counted in the metrics', async () => {
    await deliveries.insert(notices(3));
    const auth = await replica();
    await allSettled();
    const { text } = await auth.internal().get('/metrics').expect(200);
    expect(text).toContain('latchkey_mails_sent_total{kind="password_changed"} 3');
    expect(text).toContain('latchkey_mails_waiting 0');
    expect(text).toContain('latchkey_mail_delay_seconds_count{kind="password_changed"} 3');
  }, 60_000);
});
