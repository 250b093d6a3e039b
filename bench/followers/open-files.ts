import { readFile } from 'node:fs/promises';

/** What a process has open besides its followers. */
const OTHERS = 200;

/** @throws Error when a process of this user may not have so many followers' connections open */
export async function requireOpenFiles(followers: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const [soft] = /^Max open files\s+(\d+)/m.exec(limits)?.slice(1).map(Number) ?? [];
  if (soft !== undefined && soft < followers + OTHERS)
    throw new Error(
      `${followers} followers take ${followers + OTHERS} open files and the limit is ${soft}: ulimit -n`,
    );
}
