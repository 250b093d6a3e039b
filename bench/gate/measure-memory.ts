import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextMessage } from '../lib/child.js';
import { spread, type Spread } from '../lib/stats.js';
import { publishBySse } from '../revocation/snapshot/published.js';
import { residentMemory } from '../signin/memory.js';
import { startGate } from './gate-process.js';

/** What a gate has to hold. */
interface Load {
  readonly policies: number;
  readonly entries: number;
}

/** The resident memory of a gate's process at rest, in MiB. */
export interface MemoryRow extends Load {
  readonly mib: Spread;
}

/** What policies take of the heap, in bytes. */
export interface HeapRow {
  readonly policies: number;
  readonly bytes: Spread;
}

const LOADS: readonly Load[] = [
  { policies: 1, entries: 0 },
  { policies: 100, entries: 0 },
  { policies: 1000, entries: 0 },
  { policies: 1, entries: 100_000 },
  { policies: 1, entries: 200_000 },
];
const MIB = 2 ** 20;
/** Until the list has gone over its entries once, and the heap is at rest. */
const SETTLE_MS = 3_000;

/** Starts gates of each kind, in turn, and looks how much memory they have at rest. */
export async function measureMemory(rounds: number): Promise<MemoryRow[]> {
  const feeds = new Map<number, Awaited<ReturnType<typeof publishBySse>>>();
  const found = LOADS.map((): number[] => []);
  try {
    for (const { entries } of LOADS)
      if (!feeds.has(entries)) feeds.set(entries, await publishBySse({ entries, kind: 'half and half' }));
    for (let round = 0; round < rounds; round++)
      for (const [index, { policies, entries }] of LOADS.entries())
        found[index]!.push((await memoryOf(feeds.get(entries)!.url, policies)) / MIB);
  } finally {
    for (const feed of feeds.values()) await feed.stop();
  }
  return LOADS.map((held, index) => ({ ...held, mib: spread(found[index]!) }));
}

async function memoryOf(feed: string, policies: number): Promise<number> {
  const JWT_KEY = randomBytes(48).toString('base64url');
  const gate = await startGate({ JWT_KEY, REVOCATIONS_URL: feed }, policies);
  try {
    await sleep(SETTLE_MS);
    return await residentMemory(gate);
  } finally {
    await gate.stop();
  }
}

/** Reads policies in processes of their own, and looks how the heap grows. */
export async function measureHeap(rounds: number): Promise<HeapRow[]> {
  const rows: HeapRow[] = [];
  for (const policies of [100, 1000]) {
    const bytes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const child = fork(new URL('./policies-heap.js', import.meta.url), {
        execArgv: ['--expose-gc'],
        env: { ...process.env, POLICIES: String(policies) },
      });
      bytes.push(await nextMessage<number>(child));
    }
    rows.push({ policies, bytes: spread(bytes) });
  }
  return rows;
}
