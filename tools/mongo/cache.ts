import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const LOCK_LIFE_MS = 20 * 60_000;

/** The path of an entry in the user's cache folder; the folder exists when this returns. */
export async function cachePath(name: string): Promise<string> {
  const chosen = process.env.XDG_CACHE_HOME ?? '';
  const folder = path.join(path.isAbsolute(chosen) ? chosen : path.join(homedir(), '.cache'), 'latchkey');
  await mkdir(folder, { recursive: true });
  return path.join(folder, name);
}

/**
 * The folder of that name in the cache, filled by `fill` once for all processes of this user: one fills, the others
 * wait, and the folder appears under its name only when it is whole.
 */
export async function installOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const target = await cachePath(name);
  if (existsSync(target)) return target;
  const unlock = await lock(`${target}.lock`);
  try {
    if (!existsSync(target)) await fillWhole(target, fill);
  } finally {
    await unlock();
  }
  return target;
}

async function fillWhole(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await fill(partial);
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
    }
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await sleep(POLL_MS);
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    const owner = Number(await readFile(file, 'utf8'));
    // An empty file is one whose owner is just about to write its id.
    return Date.now() - mtimeMs > LOCK_LIFE_MS || (owner > 0 && !isRunning(owner));
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
