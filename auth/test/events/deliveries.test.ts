import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, createConnection, type Connection } from '../../src/database';
import { createDeliveriesStore } from '../../src/events/deliveries-store';
import type { DeliveryStore, NewDelivery } from '../../src/events/delivery';
import { databaseUri } from '../support/auth-service';

const HOUR_MS = 3_600_000;
const LEASE_MS = 60_000;
const outages = { away: () => undefined, back: () => undefined };

let connection: Connection;
let store: DeliveryStore;

beforeAll(async () => {
  connection = createConnection();
  await connect(connection, databaseUri(), outages, new AbortController().signal);
  store = createDeliveriesStore(connection);
  await store.createIndexes();
});
afterEach(() => store.removeExpired(new Date(Date.now() + 100 * HOUR_MS)));
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

function delivery(id: string, more: Partial<NewDelivery> = {}): NewDelivery {
  const arisenAt = new Date();
  return {
    id: `mail:${id}`,
    consumer: 'mail',
    kind: 'password_changed',
    recipient: 'ann@example.com',
    data: { ip: '192.0.2.1' },
    arisenAt,
    expiresAt: new Date(arisenAt.getTime() + HOUR_MS),
    ...more,
  };
}
const claim = () => store.claim('mail', LEASE_MS);
const stored = (id: string) => connection.collection<{ _id: string }>('deliveries').findOne({ _id: id });

describe('a delivery', () => {
  it('is claimed as it was inserted', async () => {
    const inserted = delivery('1', { account: 'a1', language: 'de' });
    await store.insert([inserted]);
    expect(await claim()).toEqual({ ...inserted, attempts: 1 });
  });

  it('is claimed by one of many workers', async () => {
    await store.insert([delivery('1'), delivery('2')]);
    const claimed = await Promise.all(Array.from({ length: 20 }, claim));
    expect(claimed.flatMap((each) => each?.id ?? []).sort()).toEqual(['mail:1', 'mail:2']);
  });

  it('is claimed again when its lease is over: the worker is gone', async () => {
    await store.insert([delivery('1')]);
    await store.claim('mail', -1);
    expect(await claim()).toMatchObject({ id: 'mail:1', attempts: 2 });
    expect(await claim()).toBeUndefined();
  });

  it('waits until it is due once it is postponed', async () => {
    await store.insert([delivery('1')]);
    await store.postpone((await claim())!, new Date(Date.now() + HOUR_MS));
    expect(await claim()).toBeUndefined();
    expect(await store.countWaiting()).toBe(1);
  });

  it('is not postponed by a worker whose lease went to another one', async () => {
    await store.insert([delivery('1')]);
    const first = (await store.claim('mail', -1))!;
    await claim();
    await store.postpone(first, new Date(0));
    expect(await claim()).toBeUndefined();
  });

  it.each(['complete', 'drop'] as const)('is over after %s, and names nobody any more', async (end) => {
    await store.insert([delivery('1')]);
    const claimed = (await store.claim('mail', -1))!;
    await store[end](claimed.id);
    await store.postpone(claimed, new Date(0));
    expect(await claim()).toBeUndefined();
    expect(await store.countWaiting()).toBe(0);
    expect(JSON.stringify(await stored('mail:1'))).not.toMatch(/ann@example|192\.0\.2\.1/);
  });
});

describe('an insert', () => {
  it('that is repeated does nothing to what is done, and stores the rest', async () => {
    await store.insert([delivery('1')]);
    await store.complete((await claim())!.id);
    await store.insert([delivery('1'), delivery('2'), delivery('1')]);
    expect(await claim()).toMatchObject({ id: 'mail:2' });
    expect(await claim()).toBeUndefined();
  });

  it('wakes who listens in this process', async () => {
    let woken = 0;
    const stop = store.onInserted(() => (woken += 1));
    await store.insert([delivery('1')]);
    stop();
    await store.insert([delivery('2')]);
    expect(woken).toBe(1);
  });

  it('of nothing is nothing', () => expect(store.insert([])).resolves.toBeUndefined());
});

describe('what has expired', () => {
  it('is removed, done or not', async () => {
    const expiresAt = new Date(Date.now() - HOUR_MS);
    await store.insert([delivery('1', { expiresAt }), delivery('2', { expiresAt }), delivery('3')]);
    await store.complete('mail:1');
    await store.removeExpired(new Date());
    expect(await stored('mail:1')).toBeNull();
    expect(await stored('mail:2')).toBeNull();
    expect(await store.countWaiting()).toBe(1);
  });
});
