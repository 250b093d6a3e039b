import { readFile } from 'node:fs/promises';
import type { ServerProcess } from '../lib/child.js';

/** The resident memory of a server process in bytes, as Linux tells it. */
export async function residentMemory({ pid }: Pick<ServerProcess, 'pid'>): Promise<number> {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
