import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@latchkey/tools/dist/ports.js';
import { findAsOf, type AsOf } from '../followers/as-of.js';
import { createPieces } from '../followers/pieces.js';
import { nextMessage } from '../lib/child.js';
import type { AuthAnswer, AuthOrder } from './auth.js';

/** The auth service of one storm. */
export interface StormService {
  readonly pid: number;
  readonly port: number;
  readonly internalPort: number;
  /** Has it read its entries, and what is new from then on. */
  read(): Promise<void>;
  /** @returns by how much its event loop was held up since it was asked before, at most, in ms */
  loopMs(): Promise<number>;
  /** @returns from where its feed can be resumed now; undefined if it cannot */
  position(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Starts one whose source has so many entries, with places for so many followers. */
export async function startService(
  env: NodeJS.ProcessEnv,
  entries: number,
  followers: number,
): Promise<StormService> {
  const [port = 0, internalPort = 0] = await freePorts(2);
  const capacity = { MAX_FOLLOWERS: String(followers + 10), MAX_CONNECTIONS: String(followers + 500) };
  const ports = { PORT: String(port), INTERNAL_PORT: String(internalPort), ENTRIES: String(entries) };
  const child = fork(new URL('./auth.js', import.meta.url), {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env, ...capacity, ...ports },
  });
  await nextMessage(child);
  const ask = (order: AuthOrder) => {
    child.send(order);
    return nextMessage<AuthAnswer>(child);
  };
  return {
    ...{ pid: child.pid!, port, internalPort },
    read: async () => void (await ask('read')),
    loopMs: async () => (await ask('loop')).loopMs,
    position: () => readPosition(`http://127.0.0.1:${internalPort}/revocations`),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
}

/** Reads the stream up to its first as-of; only that has an id. To read a million entries takes so long that the list is not current yet. */
async function readPosition(url: string): Promise<string | undefined> {
  let asOf: AsOf | undefined;
  const read = createPieces('\n\n', (bytes) => (asOf ??= findAsOf(bytes)));
  const answer = await fetch(url);
  if (answer.status === 503) {
    await answer.body!.cancel();
    await sleep(1000);
    return readPosition(url);
  }
  // Leaving the loop ends the answer.
  for await (const bytes of answer.body! as AsyncIterable<Uint8Array>) {
    read(Buffer.from(bytes));
    if (asOf) return asOf.position;
  }
  throw new Error('The feed ended before its first as-of');
}
