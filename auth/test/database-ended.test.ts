import { once } from 'node:events';
import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOutageLog } from '@latchkey/common/server';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Schema } from 'mongoose';
import { connect, createConnection, type Connection } from '../src/database';

/** Of so many, several drivers stop looking for their server when it ends all connections. */
const CONNECTIONS = 40;
/** So that each has reads on the way at any moment. */
const DELAY_MS = 30;

/** A way to a MongoDB that answers late, and that can end every connection as a server does that shuts down. */
async function startLateHop(uri: string) {
  const through = new URL(uri);
  const [port, host] = [Number(through.port), through.hostname];
  const open = new Set<Socket>();
  let isUp = true;
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (!isUp) return void near.destroy();
    const far = connectTo(port, host);
    open.add(near);
    near.pipe(far).on('error', () => near.destroy());
    far.on('data', (bytes) => setTimeout(() => near.writable && near.write(bytes), DELAY_MS));
    near.once('close', () => {
      open.delete(near);
      far.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  through.port = String((server.address() as AddressInfo).port);
  through.searchParams.set('directConnection', 'true');
  through.pathname = '/test';
  return {
    uri: through.href,
    endAll() {
      isUp = false;
      for (const near of open) near.end();
    },
    comeBack: () => void (isUp = true),
    stop() {
      for (const near of open) near.destroy();
      server.close();
    },
  };
}

let hop: Awaited<ReturnType<typeof startLateHop>>;
let connections: Connection[];
const stopping = new AbortController();

beforeAll(async () => {
  jest.spyOn(process, 'emitWarning').mockReturnValue();
  hop = await startLateHop(process.env.TEST_MONGO_URI!);
  connections = Array.from({ length: CONNECTIONS }, createConnection);
  for (const each of connections) each.model('Nothing', new Schema({}), 'nothing');
  const outages = createOutageLog({ info: () => undefined, warn: () => undefined }, 'MongoDB');
  await Promise.all(connections.map((each) => connect(each, hop.uri, outages, stopping.signal)));
});
afterAll(async () => {
  jest.restoreAllMocks();
  stopping.abort();
  await Promise.all(connections.map((each) => each.close()));
  hop.stop();
});

/** By a model, as all stores do: mongoose has a say in it. */
const read = (connection: Connection) => connection.model<object>('Nothing').findOne({}).lean();

async function readAllTheTime(connection: Connection, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) await read(connection).catch(() => sleep(50));
}

/** How many can read within 45 s. */
async function countBack(): Promise<number> {
  const deadline = Date.now() + 45_000;
  const isBack = async (connection: Connection) => {
    while (Date.now() < deadline) {
      if ((await read(connection).catch(() => undefined)) === null) return true;
      await sleep(200);
    }
    return false;
  };
  const back = await Promise.all(connections.map(isBack));
  return back.filter(Boolean).length;
}

it('every connection comes back after its server has ended all of them', async () => {
  const ending = new AbortController();
  const reading = connections.map((each) => readAllTheTime(each, ending.signal));
  await sleep(3000);
  hop.endAll();
  await sleep(3000);
  hop.comeBack();
  expect(await countBack()).toBe(CONNECTIONS);
  ending.abort();
  await Promise.all(reading);
}, 120_000);
