import { readdirSync, stat } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';

/** On Linux, the threads of this process, by their ids. */
const THREADS = '/proc/self/task';
/** Beside those that hash: for look-ups of files and names. */
const OTHERS = 4;

/**
 * The threads of libuv, on which passwords are hashed: as many as there are cores, and a few more. On Linux they run at a
 * lower priority than the event loop. Otherwise a flood of sign-ins, whose hashes fill every core, would delay all others.
 *
 * A module of its own, to be imported early: libuv starts all its threads when the first is needed, and reads their number
 * then.
 */
process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + OTHERS);
if (process.platform === 'linux') lowerPriority();

function lowerPriority(): void {
  try {
    const before = new Set(readdirSync(THREADS));
    // Any use of them starts all, before it returns.
    stat(THREADS, () => undefined);
    const started = readdirSync(THREADS).filter((thread) => !before.has(thread));
    for (const thread of started) setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it. Hashes then take their share of the cores as before.
  }
}
