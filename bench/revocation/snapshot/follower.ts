import { setTimeout as sleep } from 'node:timers/promises';
import { followRevocations } from '@latchkey/common';
import { now } from '../clock.js';

/** What a process that loaded a snapshot tells. */
export interface Loaded {
  /** From connecting to the complete list. */
  readonly ms: number;
  readonly entries: number;
  /** What the heap grew by, at rest and after a garbage collection. */
  readonly heapBytes: number;
}

/** Until the list has gone over its entries once, which every second it does: until then it holds its smaller tables, too. */
const SETTLE_MS = 1200;

/** Follows the feed at FEED until the list is complete. Run with --expose-gc. */
const before = heapUsed();
const started = now();
// With `deny`, readiness waits for the whole list however long it takes.
const followed = followRevocations({ url: process.env.FEED!, onOutage: 'deny' });
await followed.ready();
const ms = now() - started;
const { entries } = followed.status();
await sleep(SETTLE_MS);
process.send!({ ms, entries, heapBytes: heapUsed() - before } satisfies Loaded, () => process.disconnect());
await followed.close();

function heapUsed(): number {
  // The second finishes what the first had to leave.
  gc!();
  gc!();
  return process.memoryUsage().heapUsed;
}
