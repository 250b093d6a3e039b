import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { type RunningMongo, startMongo } from './index';
import { isFree } from '../ports';

const INSTALL_LIMIT_MS = 600_000;

describe('a MongoDB that ends', () => {
  const undo: (() => Promise<unknown>)[] = [];
  let dataDir: string;

  async function start(port?: number): Promise<RunningMongo> {
    const server = await startMongo({ dataDir, ...(port !== undefined && { port }) });
    undo.push(() => server.stop());
    return server;
  }

  async function connect(uri: string): Promise<mongo.Collection<{ key: string }>> {
    const client = await mongo.MongoClient.connect(uri, { writeConcern: { w: 1, journal: true } });
    undo.push(() => client.close());
    return client.db('crash').collection('docs');
  }

  beforeAll(async () => {
    const server = await startMongo({ progress: (line) => console.log(line) });
    await server.stop();
  }, INSTALL_LIMIT_MS);

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'latchkey-crash-'));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
  });

  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  it('keeps what it acknowledged when it is killed, and its clients find it again on the same port', async () => {
    const first = await start();
    const docs = await connect(first.uri);
    await docs.createIndex({ key: 1 }, { unique: true });
    const acknowledged: string[] = [];
    const write = async (writer: number) => {
      for (let n = 0; ; n++) {
        const key = `${writer}-${n}`;
        await docs.insertOne({ key });
        acknowledged.push(key);
      }
    };
    const writers = Promise.allSettled([1, 2, 3, 4].map(write));
    while (acknowledged.length <= 20) await sleep(10);
    await first.kill();
    const second = await start(Number(new URL(first.uri).port));
    expect(second.uri).toBe(first.uri);
    // Each writer stops at its first error; one that met none only waits, and goes on until this closes its client.
    const lost = await missing(docs, [...acknowledged]);
    await docs.db.client.close();
    await writers;
    expect(lost).toEqual([]);
  });

  it('keeps its data and its unique indexes when it is stopped', async () => {
    const first = await start();
    const before = await connect(first.uri);
    await before.createIndex({ key: 1 }, { unique: true });
    await before.insertOne({ key: 'k' });
    await first.stop();
    const after = await connect((await start()).uri);
    await expect(after.insertOne({ key: 'k' })).rejects.toMatchObject({ code: 11000 });
  });

  it('says which port is taken', async () => {
    const port = Number(new URL((await start()).uri).port);
    await expect(startMongo({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`);
  });

  it('ends when its parent is killed', async () => {
    const code = `require(${JSON.stringify(path.join(__dirname, '../dist/mongo'))})
      .startMongo({ dataDir: ${JSON.stringify(dataDir)} })
      .then((server) => { console.log(server.uri); setInterval(() => {}, 1000); });`;
    const parent = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [uri] = (await once(parent.stdout, 'data')) as [Buffer];
    const port = Number(new URL(uri.toString().trim()).port);
    expect(await isFree(port)).toBe(false);
    parent.kill('SIGKILL');
    while (!(await isFree(port))) await sleep(50);
  });
});

async function missing(docs: mongo.Collection<{ key: string }>, keys: string[]): Promise<string[]> {
  // One by one, by the unique index: a document that the index has lost counts as lost.
  const lost = [];
  for (const key of keys) if (!(await docs.findOne({ key }))) lost.push(key);
  return lost;
}
