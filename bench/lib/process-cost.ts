import { readdir, readFile, writeFile } from 'node:fs/promises';

/** @returns the CPU time of a process so far, user and system, in ms, as Linux counts it for each thread */
export async function cpuMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const each = await Promise.all(threads.map((thread) => cpuNsOfThread(pid, thread)));
  return each.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

async function cpuNsOfThread(pid: number, thread: string): Promise<number> {
  try {
    return Number((await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ', 1)[0]);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

/** Begins anew to note the most resident memory of a process. */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** @returns the most resident memory of a process in bytes, since it began or since `resetPeakMemory` */
export async function peakMemory(pid: number): Promise<number> {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
