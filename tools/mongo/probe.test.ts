import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from '@latchkey/auth/dist/database';
import { createLimitsStore } from '@latchkey/auth/dist/limits/limits-store';
import { mongo } from 'mongoose';
import { type RunningMongo, startMongo } from './index';

describe('the MongoDB of this machine, when many write at once', () => {
  const INSTALL_LIMIT_MS = 600_000;
  const EACH = 25;
  let server: RunningMongo;
  let clients: mongo.MongoClient[];
  const collection = (name: string, client = 0) => clients[client]!.db('probe').collection(name);

  /** The same 25 times through each of two clients with 20 connections each, all at once. */
  async function fromTwoClients<T>(name: string, work: (on: mongo.Collection) => Promise<T>) {
    const works = clients.flatMap((_, client) =>
      Array.from({ length: EACH }, () => work(collection(name, client))),
    );
    const results = await Promise.allSettled(works);
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const codes = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as mongo.MongoServerError).code] : [],
    );
    return { won, codes };
  }

  beforeAll(async () => {
    server = await startMongo({ progress: (line) => console.log(line) });
    const connect = () => mongo.MongoClient.connect(server.uri, { maxPoolSize: 20 });
    clients = await Promise.all([connect(), connect()]);
  }, INSTALL_LIMIT_MS);

  afterAll(async () => {
    await Promise.all((clients ?? []).map((client) => client.close()));
    await server?.stop();
  });

  it('lets one of 50 inserts of one email win', async () => {
    await collection('users').createIndex({ email: 1 }, { unique: true });
    const { won, codes } = await fromTwoClients('users', (on) => on.insertOne({ email: 'a@example.com' }));
    expect(won).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set([11000]));
    expect(await collection('users').countDocuments()).toBe(1);
  });

  it('lets one of 50 compare-and-sets win, by updateOne and by findOneAndUpdate', async () => {
    await collection('sessions').insertMany([
      { sid: 'a', hash: 0 },
      { sid: 'b', hash: 0 },
    ]);
    const set = { $set: { hash: 1 } };
    const updates = await fromTwoClients('sessions', (on) => on.updateOne({ sid: 'a', hash: 0 }, set));
    expect(updates.won.filter((result) => result.modifiedCount === 1)).toHaveLength(1);
    const found = await fromTwoClients('sessions', (on) =>
      on.findOneAndUpdate({ sid: 'b', hash: 0 }, set, { returnDocument: 'after' }),
    );
    expect(found.won.filter((document) => document !== null)).toHaveLength(1);
  });

  it('adds 50 increments up', async () => {
    await collection('counters').insertOne({ user: 'a', gen: 0 });
    await fromTwoClients('counters', (on) => on.updateOne({ user: 'a' }, { $inc: { gen: 1 } }));
    expect(await collection('counters').findOne()).toMatchObject({ gen: 50 });
  });

  it('makes one document of 50 upserts', async () => {
    await collection('upserts').createIndex({ key: 1 }, { unique: true });
    const options = { upsert: true, returnDocument: 'after' } as const;
    const { won } = await fromTwoClients('upserts', (on) =>
      on.findOneAndUpdate({ key: 'k' }, { $inc: { n: 1 } }, options),
    );
    expect(new Set(won.map((document) => document?.n as number)).size).toBe(50);
    expect(await collection('upserts').countDocuments()).toBe(1);
  });

  it('never shows half of an update', async () => {
    await collection('whole').insertOne({ a: -1, nested: { b: -1 }, list: [-1] });
    let next = 0;
    const write = (on: mongo.Collection) => {
      const n = next++;
      const change = { $set: { a: n, 'nested.b': n, list: [n], [`extra${n % 5}`]: n } };
      return on.updateOne({}, change).then(() => on.findOne<Whole>());
    };
    const { won, codes } = await fromTwoClients('whole', write);
    expect(codes).toEqual([]);
    for (const seen of won) expect([seen?.nested.b, seen?.list[0]]).toEqual([seen?.a, seen?.a]);
  });

  it('makes the same indexes from two clients at once', async () => {
    const { codes } = await fromTwoClients('indexed', (on) =>
      on.createIndexes([{ key: { a: 1 }, unique: true }, { key: { b: 1, c: -1 } }]),
    );
    expect(codes).toEqual([]);
    expect(await collection('indexed').indexes()).toHaveLength(3);
  });

  it('carries the counters of the limits', async () => {
    // A connection of mongoose's has the same collections.
    const stores = clients.map((client) => createLimitsStore(client.db('probe') as unknown as Connection));
    await stores[0]!.createIndexes();
    const limit = { name: 'probe', count: 5, duration: 60_000 };
    const takes = Array.from({ length: 20 }, (_, i) => stores[i % 2]!.count([{ limit, key: 'someone' }]));
    const refusals = await Promise.all(takes);
    expect(refusals.filter((refusal) => refusal === undefined)).toHaveLength(5);
    expect(await stores[0]!.isUsedUp({ limit, key: 'someone' })).toBe(true);
  });
});

interface Whole {
  a: number;
  nested: { b: number };
  list: number[];
}
