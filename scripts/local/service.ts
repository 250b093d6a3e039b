import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inFolder, ROOT } from './data-folder';

/** A service that runs as a process of its own. */
export interface Service {
  /** The file that its log lines go to. */
  readonly log: string;
  /** Rejects when the process ends without having been told to. */
  readonly failed: Promise<never>;
  /** Resolves when the service is ready. */
  ready(stopping: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 100;

/** Starts a built service; it has only the environment that it is given, and PATH. */
export function startService(
  name: string,
  entry: string,
  internalPort: number,
  env: Record<string, string>,
): Service {
  const log = inFolder(`${name}.log`);
  const output = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, [join(ROOT, entry)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', output, output],
    // A group of its own, so that Ctrl-C in a terminal reaches only us and the order of stopping is ours.
    detached: true,
  });
  let stopped = false;
  const failed = once(child, 'exit').then(async ([code]): Promise<never> => {
    if (stopped) return new Promise(() => undefined);
    throw new Error(
      `the ${name} service ended by itself (exit code ${String(code)}). Its last lines:\n${tail(log)}`,
    );
  });
  failed.catch(() => undefined);
  process.once('exit', () => child.kill('SIGKILL'));

  return {
    log,
    failed,
    ready: (stopping) => Promise.race([failed, untilReady(internalPort, stopping)]),
    async stop() {
      stopped = true;
      await end(child);
    },
  };
}

async function untilReady(internalPort: number, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const answer = await fetch(`http://127.0.0.1:${internalPort}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(POLL_MS);
  }
  stopping.throwIfAborted();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}
