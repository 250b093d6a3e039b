import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { retentionSettings } from '../../src/config/retention-settings';
import { startSweeper } from '../../src/jobs/sweeper';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, HOUR, MINUTE, restartClock, stopIntervals } from '../support/clock';
import { collectLogs } from '../support/logs';
import { until } from '../support/until';

const INTERVAL = 10 * MINUTE;

let auth: TestAuth;
let logs: ReturnType<typeof collectLogs>;
let stop: () => void;

beforeEach(async () => {
  auth = await startAuth();
  logs = collectLogs();
  stopIntervals();
  stop = startSweeper(auth.services, retentionSettings(auth.config), pino({}, logs.stream));
});

afterEach(async () => {
  stop();
  restartClock();
  await auth.stop();
});

const sessions = () =>
  auth.connection.collection<{ _id: string; userId?: string; expiresAt: Date }>('sessions');
const limits = () => auth.connection.collection<{ key: string; expire: Date }>('limits');
const invitations = () => auth.connection.collection('invitations');
const ago = (ms: number) => new Date(Date.now() - ms);

async function fill(): Promise<void> {
  await sessions().insertMany([
    { _id: 'expired two days ago', expiresAt: ago(2 * DAY) },
    { _id: 'expired an hour ago', expiresAt: ago(HOUR) },
    { _id: 'alive', expiresAt: ago(-HOUR) },
  ]);
  await limits().insertMany([
    { key: 'over', expire: ago(MINUTE) },
    { key: 'counting', expire: ago(-MINUTE) },
  ]);
}

async function left(): Promise<string[]> {
  const [some, others] = await Promise.all([sessions().find().toArray(), limits().find().toArray()]);
  return [...some.map(({ _id }) => _id), ...others.map(({ key }) => key)].sort();
}

/** Lets what has begun come to its end: this takes longer and goes the same way. */
async function settle(): Promise<void> {
  for (let n = 0; n < 10; n++) await left();
}

it('removes sessions a day after they expired and counters whose time is over, and nothing else', async () => {
  await fill();
  jest.advanceTimersByTime(INTERVAL);
  await until('the counter is gone', async () => !(await left()).includes('over'));
  expect(await left()).toEqual(['alive', 'counting', 'expired an hour ago']);
});

it('removes invitations that have expired, and no other', async () => {
  const [expired, open] = [ago(1), ago(-MINUTE)].map((expiresAt, n) => ({ email: `${n}`, expiresAt }));
  await invitations().insertMany([expired!, open!]);
  jest.advanceTimersByTime(INTERVAL);
  await until('one is gone', async () => (await invitations().countDocuments()) < 2);
  await settle();
  expect(await invitations().find().toArray()).toMatchObject([open!]);
});

it.each([
  ['sign-ups that have expired', 'signups', 1, -MINUTE],
  ['ceremonies ten minutes after they expired', 'ceremonies', 10 * MINUTE + 1, 9 * MINUTE],
])('removes %s, and no other', async (_what, name, over, kept) => {
  const steps = auth.connection.collection(name);
  const [expired, open] = [ago(over), ago(kept)].map((expiresAt, n) => ({ email: `${n}`, expiresAt }));
  await steps.insertMany([expired!, open!]);
  jest.advanceTimersByTime(INTERVAL);
  await until('one is gone', async () => (await steps.countDocuments()) < 2);
  await settle();
  expect(await steps.find().toArray()).toMatchObject([open!]);
});

describe('what is left of a deleted account', () => {
  const users = () => auth.connection.collection('users');

  /** The tombstone of an account that was deleted so long ago, and a session that a crash left beside it. */
  async function bury(age: number): Promise<string> {
    const email = `deleted:${randomUUID()}`;
    const { insertedId } = await users().insertOne({ email, password: '', roles: [], deletedAt: ago(age) });
    await sessions().insertOne({ _id: email, userId: String(insertedId), expiresAt: ago(-DAY) });
    return email;
  }

  /** Which of these still has a tombstone, and which a session. */
  async function leftOf(...emails: string[]): Promise<{ tombstones: string[]; sessions: string[] }> {
    const [some, others] = await Promise.all([
      users()
        .find({ email: { $in: emails } })
        .toArray(),
      sessions()
        .find({ _id: { $in: emails } })
        .toArray(),
    ]);
    return {
      tombstones: some.map(({ email }) => String(email)),
      sessions: others.map(({ _id }) => _id),
    };
  }

  it('is removed once no token of it can be alive, and its sessions too', async () => {
    const [over, current] = [await bury(17 * MINUTE + 1), await bury(16 * MINUTE)];
    await users().insertOne({ email: 'person@example.com', password: 'any', createdAt: ago(DAY) });
    jest.advanceTimersByTime(INTERVAL);
    await until('it is gone', async () => (await leftOf(over)).tombstones.length === 0);
    expect(await leftOf(over, current)).toEqual({ tombstones: [current], sessions: [current] });
    expect(await users().countDocuments()).toBe(2);
  });

  it('is not forgotten when MongoDB fails in between', async () => {
    const over = await bury(HOUR);
    const { sessions: store } = auth.services.stores;
    jest.spyOn(store, 'removeAll').mockRejectedValueOnce(new Error('no answer'));
    jest.advanceTimersByTime(INTERVAL);
    await until('it says so', () => logs.lines.length > 0);
    expect(await leftOf(over)).toEqual({ tombstones: [over], sessions: [over] });

    jest
      .spyOn(auth.services.stores.accounts.tombstones, 'remove')
      .mockRejectedValueOnce(new Error('no answer'));
    jest.advanceTimersByTime(INTERVAL);
    await until('it says so again', () => logs.lines.length > 1);
    expect(await leftOf(over)).toEqual({ tombstones: [over], sessions: [] });

    jest.advanceTimersByTime(INTERVAL);
    await until('it is gone', async () => (await leftOf(over)).tombstones.length === 0);
  });
});

it('does so again and again, but not more often than every ten minutes', async () => {
  await fill();
  jest.advanceTimersByTime(INTERVAL);
  await until('the counter is gone', async () => !(await left()).includes('over'));

  await limits().insertOne({ key: 'over again', expire: ago(MINUTE) });
  jest.advanceTimersByTime(INTERVAL - 1);
  await settle();
  expect(await left()).toContain('over again');
  jest.advanceTimersByTime(1);
  await until('that counter is gone, too', async () => !(await left()).includes('over again'));
});

it('says so and goes on when MongoDB is away', async () => {
  await auth.connection.close();
  jest.advanceTimersByTime(INTERVAL);
  await until('it says so', () => logs.lines.length > 0);
  expect(logs.lines).toEqual([
    expect.objectContaining({ level: 40, msg: 'could not remove what has expired; trying again later' }),
  ]);

  await auth.connection.openUri(auth.config.MONGO_URI);
  await fill();
  jest.advanceTimersByTime(INTERVAL);
  await until('the counter is gone', async () => !(await left()).includes('over'));
});

it('ends when it is told to', async () => {
  await fill();
  stop();
  jest.advanceTimersByTime(2 * INTERVAL);
  await settle();
  expect(await left()).toHaveLength(5);
});
