import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { type RunningMongo, startMongo } from './index';

const INSTALL_LIMIT_MS = 600_000;

interface Doc {
  _id: number;
  n?: number;
  email?: string;
  until?: Date | null;
  roles?: string[];
  gen?: number;
  ban?: { until: Date };
  at?: number;
}

describe('the MongoDB of this machine, in its queries and updates,', () => {
  let server: RunningMongo;
  let client: mongo.MongoClient;
  let docs: mongo.Collection<Doc>;
  let users: mongo.Collection<{ email: string; tries?: number }>;

  beforeAll(async () => {
    server = await startMongo({ progress: (line) => console.log(line) });
    client = await mongo.MongoClient.connect(server.uri, { writeConcern: { w: 'majority' } });
    docs = client.db('queries').collection<Doc>('docs');
    users = client.db('queries').collection('users');
    await users.createIndex({ email: 1 }, { unique: true });
  }, INSTALL_LIMIT_MS);

  beforeEach(async () => {
    await Promise.all([docs.deleteMany({}), users.deleteMany({})]);
    await docs.insertMany([
      { _id: 1, n: 1, until: null, email: 'bob@example.com' },
      { _id: 2, n: 2, email: 'bo@example.com' },
      { _id: 3, n: 3, until: new Date(10), email: 'al@example.com', roles: ['admin', 'x'] },
    ]);
  });

  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  it.each<[string, mongo.Filter<Doc>, number[]]>([
    ['$or', { $or: [{ n: 1 }, { n: 3 }] }, [1, 3]],
    ['$in', { n: { $in: [1, 3] } }, [1, 3]],
    ['$gt with $lte', { n: { $gt: 1, $lte: 3 } }, [2, 3]],
    ['$ne', { n: { $ne: 2 } }, [1, 3]],
    ['null, which a missing field equals', { until: null }, [1, 2]],
    ['not null', { until: { $ne: null } }, [3]],
    ['$exists', { until: { $exists: true } }, [1, 3]],
    ['a date, which null is not below', { until: { $lte: new Date(50) } }, [3]],
    ['a date or null', { $or: [{ until: { $gt: new Date(20) } }, { until: null }] }, [1, 2]],
    ['a prefix', { email: /^bo/ }, [1, 2]],
    ['an element of a list', { roles: 'admin' }, [3]],
    ['$and', { $and: [{ n: { $gt: 1 } }, { email: { $regex: '^a' } }] }, [3]],
  ])('finds by %s', async (_name, filter, expected) => {
    const found = await docs.find(filter).sort({ _id: 1 }).toArray();
    expect(found.map((doc) => doc._id)).toEqual(expected);
    expect(await docs.countDocuments(filter)).toBe(expected.length);
  });

  it('sorts, skips, limits, projects and tells what is distinct', async () => {
    const page = await docs.find({}, { sort: { n: -1 }, skip: 1, limit: 1, projection: { n: 1 } }).toArray();
    expect(page).toEqual([{ _id: 2, n: 2 }]);
    expect(await docs.distinct('n', { n: { $gt: 1 } })).toEqual([2, 3]);
  });

  it('applies several operators in one update', async () => {
    const first = { $inc: { gen: 1 }, $set: { 'ban.until': new Date(5) }, $addToSet: { roles: 'a' } };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const made = await docs.findOneAndUpdate({ _id: 9 }, { ...first, $setOnInsert: { at: 1 } }, options);
    expect(made).toEqual({ _id: 9, gen: 1, ban: { until: new Date(5) }, roles: ['a'], at: 1 });
    const second = { $inc: { gen: 1 }, $unset: { ban: 1, at: 1 }, $pull: { roles: 'a' } } as const;
    const changed = await docs.findOneAndUpdate({ _id: 9 }, second, options);
    expect(changed).toEqual({ _id: 9, gen: 2, roles: [] });
  });

  it('tells what matched from what changed', async () => {
    expect(await docs.updateOne({ _id: 1 }, { $set: { n: 1 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    expect(await docs.updateMany({}, { $set: { n: 0 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 3,
    });
    expect(await docs.findOneAndUpdate({ _id: 0 }, { $set: { n: 1 } })).toBeNull();
    expect(await docs.deleteMany({ _id: { $lte: 2 } })).toMatchObject({ deletedCount: 2 });
  });

  it('gives every type back as it was stored', async () => {
    const stored = {
      _id: 4,
      id: new mongo.ObjectId(),
      at: new Date(1_700_000_000_123),
      bytes: new mongo.Binary(Buffer.from([0, 1, 255])),
      nested: { list: [{ a: 1 }, ['x', null]], none: {}, empty: [] },
      text: 'ünïcødé',
      whole: 2 ** 40,
      part: 0.5,
    };
    const things = client.db('queries').collection<typeof stored>('things');
    await things.insertOne(stored);
    expect(await things.findOne({ bytes: stored.bytes })).toEqual(stored);
  });

  it('refuses an update that breaks a unique index, and changes nothing', async () => {
    await users.insertMany([{ email: 'a' }, { email: 'b' }]);
    const change = { $set: { email: 'a' }, $inc: { tries: 1 } };
    await expect(users.updateOne({ email: 'b' }, change)).rejects.toMatchObject({ code: 11000 });
    await expect(users.findOneAndUpdate({ email: 'b' }, change)).rejects.toMatchObject({ code: 11000 });
    expect(await users.findOne({ email: 'b' }, { projection: { _id: 0 } })).toEqual({ email: 'b' });
  });

  it('judges all conditions beside those of a unique index', async () => {
    await users.insertMany([{ email: 'a', tries: 1 }, { email: 'b', tries: 9 }, { email: 'c' }]);
    const few = { tries: { $lt: 5 } };
    expect(await users.countDocuments({ email: 'a', ...few })).toBe(1);
    expect(await users.findOne({ email: { $eq: 'b' }, ...few })).toBeNull();
    expect(await users.find({ email: { $in: ['a', 'b', 'c'] }, ...few }).toArray()).toHaveLength(1);
    expect(await users.find({ email: { $gt: 'a' }, tries: 9 }).toArray()).toHaveLength(1);
    expect(await users.updateMany({ email: 'b', ...few }, { $inc: { tries: 1 } })).toMatchObject({
      matchedCount: 0,
    });
    expect(await users.deleteMany({ email: 'c', ...few })).toMatchObject({ deletedCount: 0 });
    expect(await users.deleteMany({ email: 'c', tries: { $exists: false } })).toMatchObject({
      deletedCount: 1,
    });
  });

  it('frees a unique value with its document', async () => {
    await users.insertOne({ email: 'a' });
    await users.updateOne({ email: 'a' }, { $set: { email: 'b' } });
    await users.insertOne({ email: 'a' });
    await users.deleteOne({ email: 'b' });
    await expect(users.insertOne({ email: 'b' })).resolves.toMatchObject({ acknowledged: true });
  });
});
