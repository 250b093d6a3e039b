import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowds } from '../followers/crowds.js';
import { nextMessage } from '../lib/child.js';
import { cpuMs } from '../lib/process-cost.js';
import { fannedOut, type FannedOut } from './bans.js';

/** What bare writes took, with so many followers. */
export interface BareRow {
  readonly followers: number;
  /** From the first write on. */
  readonly writes: readonly FannedOut[];
  readonly cpuMsAWrite: number;
}

const PAUSE_MS = 25;

/** Writes an event to all followers, again and again: what sockets and raw followers take without an auth service. */
export async function measureBare(crowds: Crowds, followers: number, count: number): Promise<BareRow> {
  const child = fork(new URL('./bare-writer.js', import.meta.url));
  try {
    const { port } = await nextMessage<{ port: number }>(child);
    await crowds.follow([`http://127.0.0.1:${port}/`], followers);
    const before = await cpuMs(child.pid!);
    const writes: FannedOut[] = [];
    for (let turn = 0; turn < count; turn++) {
      await sleep(PAUSE_MS);
      const key = `user.bare.${turn}"`;
      const { times, result } = await crowds.watchFor(key, async () => {
        child.send(`event: revoked\ndata: {"key":"${key},"until":1800000000}\n\n`);
        return nextMessage<{ began: number }>(child);
      });
      writes.push(fannedOut(times, result.began, 0));
    }
    const cpuMsAWrite = ((await cpuMs(child.pid!)) - before) / count;
    await crowds.leave();
    return { followers, writes, cpuMsAWrite };
  } finally {
    child.disconnect();
  }
}
