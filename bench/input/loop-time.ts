import { readFile } from 'node:fs/promises';
import type { ServerProcess } from '../lib/child.js';

/**
 * How much CPU time the event loop of a server process has used, in ms, as Linux tells it of the main thread. Hashes and
 * the collector's helpers run on other threads, and what else the machine does is not in it.
 */
export async function loopTime({ pid }: Pick<ServerProcess, 'pid'>): Promise<number> {
  const [nanoseconds] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ');
  return Number(nanoseconds) / 1e6;
}
