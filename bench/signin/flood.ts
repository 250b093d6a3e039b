import { addressOf } from '../auth/address-of.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandsByAnswer } from '../auth/commands.js';
import { openSession, PASSWORD } from '../auth/people.js';
import type { ServerProcess } from '../lib/child.js';
import type { LoadResult } from '../lib/load.js';
import { startWorker } from '../lib/worker.js';
import type { ProbeOrder, ProbeResult } from './flood-probe.js';
import type { FloodOrder } from './flood-sender.js';
import { residentMemory } from './memory.js';
import { emailOf } from './people.js';

const QUIET_SECONDS = 3;
const FLOOD_SECONDS = 7;
/** Until the probe's connections are open. */
const CONNECT_MS = 500;
/** Until the places are taken. */
const RISE_MS = 1000;
const PROBE_SECONDS = FLOOD_SECONDS - 2;
const MEMORY_MS = 250;

/** One flood, and what others experienced before it and in it. */
export interface Flood {
  readonly sent: LoadResult;
  readonly quiet: ProbeResult;
  readonly flooded: ProbeResult;
  /** A second flood like it, in which the database's commands were counted, but no time was measured. */
  readonly counted: { readonly sent: number; readonly commands: CommandsByAnswer };
  /** Resident memory in bytes. */
  readonly memory: { readonly before: number; readonly most: number };
}

interface FloodsOrder {
  readonly internalPort: number;
  readonly rounds: number;
  /** Sign-ins sent a second. */
  readonly perSecond: number;
  /** Called before each flood. */
  readonly forgetSessions: () => Promise<void>;
}

/** Sends sign-ins at a multiple of what the service can do, again and again, while a process of its own asks other routes. */
export async function measureFloods(
  server: ServerProcess,
  { internalPort, rounds, perSecond, forgetSessions }: FloodsOrder,
): Promise<Flood[]> {
  const sender = await startWorker<FloodOrder, LoadResult>(new URL('./flood-sender.js', import.meta.url));
  const probe = await startWorker<ProbeOrder, ProbeResult>(new URL('./flood-probe.js', import.meta.url));
  const url = `http://127.0.0.1:${server.port}`;
  const person = await openSession(url, 'signin', emailOf(0), PASSWORD, addressOf(1_999_999));
  const asked = { port: server.port, internalPort, cookie: person.cookie };
  const floods: Flood[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      await forgetSessions();
      const quiet = await probe.work({ ...asked, idleMs: 0, seconds: QUIET_SECONDS });
      const before = await residentMemory(server);
      const probing = probe.work({ ...asked, idleMs: CONNECT_MS + RISE_MS, seconds: PROBE_SECONDS });
      await sleep(CONNECT_MS);
      const order = { port: server.port, perSecond, seconds: FLOOD_SECONDS };
      const sending = sender.work(order);
      const [flooded, sent, most] = await Promise.all([probing, sending, watchMemory(server, sending)]);
      const counted = await countCommands(server, () => sender.work(order));
      floods.push({ sent, quiet, flooded, counted, memory: { before, most } });
    }
  } finally {
    sender.stop();
    probe.stop();
  }
  return floods;
}

async function countCommands({ port }: ServerProcess, flood: () => Promise<LoadResult>) {
  const url = `http://127.0.0.1:${port}/commands`;
  await fetch(url, { method: 'POST' });
  const { requests } = await flood();
  const answer = await fetch(url);
  return { sent: requests, commands: (await answer.json()) as CommandsByAnswer };
}

async function watchMemory(server: ServerProcess, until: Promise<unknown>): Promise<number> {
  let isOver = false;
  const over = until.finally(() => (isOver = true)).catch(() => undefined);
  let most = 0;
  while (!isOver) {
    most = Math.max(most, await residentMemory(server));
    await Promise.race([over, sleep(MEMORY_MS)]);
  }
  return most;
}
