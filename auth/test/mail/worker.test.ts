import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MailPreparation } from '../../src/mail/preparation';
import { databaseUri } from '../support/auth-service';
import { readMail, refusal, startMailServer, type MailServer } from '../support/mail-server';
import { createWorker, notice, notices, type TestWorker, type WorkerSettings } from '../support/mail-worker';
import { until } from '../support/until';

const MINUTE_MS = 60_000;

let server: MailServer;
let mongoUri: string;
let workers: TestWorker[] = [];

beforeEach(async () => {
  server = await startMailServer();
  mongoUri = databaseUri();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
  await server.close();
});

async function worker(settings: Partial<WorkerSettings> = {}): Promise<TestWorker> {
  const made = await createWorker({ mongoUri, smtpUrl: server.url, ...settings });
  workers.push(made);
  return made;
}
const allSettled = (one: TestWorker) =>
  until('nothing waits', async () => (await one.deliveries.countWaiting()) === 0, 90_000);
/** Who got how many mails. */
function counts(): Map<string, number> {
  const found = new Map<string, number>();
  for (const { to } of server.mails) found.set(to.join(), (found.get(to.join()) ?? 0) + 1);
  return found;
}
/** Whether each of so many got exactly one. */
function expectOneEach(count: number): void {
  expect(server.mails).toHaveLength(count);
  expect(counts().size).toBe(count);
}

describe('two workers', () => {
  it('send each of 1,000 mails once, by a server that is slow and refuses for a while', async () => {
    const both = [await worker({ maxAtOnce: 10 }), await worker({ maxAtOnce: 10 })];
    await both[0]!.deliveries.insert(notices(1000));
    const refused = new Set<string>();
    server.behave(async ({ to }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (refused.size < 100 && !refused.has(to.join())) {
        refused.add(to.join());
        throw refusal(451);
      }
    });
    for (const each of both) each.start();
    await allSettled(both[0]!);
    expectOneEach(1000);
    const sent = await Promise.all(both.map((each) => each.metric('latchkey_mails_sent_total')));
    expect(sent.flat().reduce((sum, { value }) => sum + value, 0)).toBe(1000);
    expect(server.mostAtOnce()).toBeLessThanOrEqual(20);
  }, 120_000);

  it('go on with the others while the server hangs on some, and send these when it does no more', async () => {
    const both = [await worker({ maxAtOnce: 3 }), await worker({ maxAtOnce: 3 })];
    const hanging: (() => void)[] = [];
    server.behave(({ to }) =>
      /to-[01]@/.test(to.join()) && hanging.length < 2
        ? new Promise((_resolve, reject) => hanging.push(() => reject(refusal(421))))
        : undefined,
    );
    await both[0]!.deliveries.insert(notices(20));
    for (const each of both) each.start();
    await until('the others are sent', () => Promise.resolve(server.mails.length === 18));
    for (const end of hanging) end();
    await allSettled(both[0]!);
    expectOneEach(20);
  }, 60_000);
});

describe('a mail', () => {
  it('that the server refuses for good is given up, with a line and a count, and no address', async () => {
    const one = await worker();
    server.behave(() => {
      throw refusal(550);
    });
    await one.deliveries.insert([notice('1')]);
    one.start();
    await allSettled(one);
    expect(one.lines).toEqual([
      expect.objectContaining({
        delivery: 'mail:1',
        kind: 'password_changed',
        reason: 'refused',
        because: expect.stringContaining('550'),
        msg: 'a mail was given up',
      }),
    ]);
    expect(JSON.stringify(one.lines)).not.toContain('@');
    expect(await one.metric('latchkey_mails_dropped_total')).toEqual([
      { labels: { kind: 'password_changed', reason: 'refused' }, value: 1 },
    ]);
  });

  it('that is too old is given up, and not sent', async () => {
    const one = await worker();
    const expiresAt = new Date(Date.now() - 1);
    await one.deliveries.insert([notice('1', { expiresAt }), notice('2')]);
    one.start();
    await allSettled(one);
    expect(server.mails.map(({ to }) => to)).toEqual([['to-2@example.com']]);
    expect(one.lines).toEqual([expect.objectContaining({ delivery: 'mail:1', reason: 'expired' })]);
  });

  it('that fails is tried until it is too old, and no longer', async () => {
    const one = await worker();
    server.behave(() => {
      throw refusal(451);
    });
    await one.deliveries.insert([notice('1', { expiresAt: new Date(Date.now() + 3000) })]);
    one.start();
    await allSettled(one);
    const reasons = one.lines.map(({ msg }) => msg);
    expect(reasons.at(-1)).toBe('a mail was given up');
    expect(reasons.length).toBeGreaterThan(1);
    expect(await one.metric('latchkey_mail_failures_total')).toEqual([
      { labels: { kind: 'password_changed' }, value: reasons.length - 1 },
    ]);
  });

  it('goes to the address that the account has, in the language of the request', async () => {
    const one = await worker();
    const [known, gone] = ['known', 'gone'].map((account) =>
      notice(account, { account, recipient: undefined, language: 'de' }),
    );
    await one.deliveries.insert([known!, gone!]);
    one.start();
    await allSettled(one);
    expect(server.mails.map(({ to }) => to)).toEqual([['known@example.com']]);
    expect((await readMail(server.mails[0]!)).subject).toBe('Ihr Passwort für Tickets wurde geändert');
    expect(one.lines).toEqual([]);
  });

  it('of a kind that a newer release made waits for one', async () => {
    const one = await worker();
    await one.deliveries.insert([notice('1', { kind: 'something_new' })]);
    one.start();
    await until('it was tried', () => Promise.resolve(one.lines.length > 0));
    expect(await one.deliveries.countWaiting()).toBe(1);
  });
});

describe('a request', () => {
  const link = 'https://app.example.com/account/reset-password?token=t';
  const request = (id: string) =>
    notice(id, { kind: 'reset_requested', expiresAt: new Date(Date.now() + 60 * MINUTE_MS) });

  it('is prepared when it is sent, and again with each attempt', async () => {
    const prepared: string[] = [];
    const preparation: MailPreparation = {
      prepare({ id, recipient }) {
        prepared.push(id);
        return Promise.resolve({ recipient: recipient!, message: 'reset_password', link, language: 'en' });
      },
    };
    const one = await worker({ preparation });
    server.behave(() => {
      if (prepared.length === 1) throw refusal(451);
    });
    await one.deliveries.insert([request('1')]);
    one.start();
    await allSettled(one);
    expect(prepared).toEqual(['mail:1', 'mail:1']);
    expect((await readMail(server.mails[0]!)).text).toContain(`Choose a new password:\n${link}\n`);
  });

  it('that has nobody to tell is settled without a line', async () => {
    const one = await worker();
    await one.deliveries.insert([request('1')]);
    one.start();
    await allSettled(one);
    expect([server.mails, one.lines]).toEqual([[], []]);
  });
});

describe('a stop', () => {
  it('lets what is being sent finish, and begins nothing', async () => {
    const one = await worker({ maxAtOnce: 2 });
    const sending: (() => void)[] = [];
    server.behave(() => new Promise((resolve) => sending.push(resolve)));
    await one.deliveries.insert(notices(5));
    one.start();
    await until('two are being sent', () => Promise.resolve(sending.length === 2));
    const stopped = one.stop();
    workers = [];
    for (const finish of sending) finish();
    await stopped;
    expect(server.mails).toHaveLength(2);
    const next = await worker();
    expect(await next.deliveries.countWaiting()).toBe(3);
  });
});
