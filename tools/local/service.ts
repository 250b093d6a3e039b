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
  /** Resolves with the news when the process ends without having been told to. */
  readonly ended: Promise<string>;
  /**
   * Resolves when the service is ready.
   * @throws Error with its last words when it ends before
   */
  ready(stopping: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 100;

/** How a service is started. */
export interface ServiceStart {
  readonly name: string;
  /** The program, and what it is given. */
  readonly command: readonly [string, ...string[]];
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Answers once it is ready. */
  readonly readyUrl: string;
}

/** Starts a built service with this process's environment and more. */
export function startService(
  name: string,
  entry: string,
  internalPort: number,
  env: Record<string, string>,
): Service {
  return startProgram({
    name,
    command: [process.execPath, join(ROOT, entry)],
    env: { ...process.env, ...env },
    readyUrl: `http://127.0.0.1:${internalPort}/readyz`,
  });
}

/** Starts a service of any language; its output goes to a file. */
export function startProgram({ name, command: [program, ...args], env, readyUrl }: ServiceStart): Service {
  const log = inFolder(`${name}.log`);
  const output = openSync(log, 'w', 0o600);
  const child = spawn(program, args, {
    env,
    stdio: ['ignore', output, output],
    // A group of its own, so that Ctrl-C in a terminal reaches only us and the order of stopping is ours.
    detached: true,
  });
  let stopped = false;
  const gone = new AbortController();
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      gone.abort();
      if (!stopped) resolve(`the ${name} service ended by itself (${signal ?? `exit code ${code}`})`);
    });
  });
  process.once('exit', () => child.kill('SIGKILL'));

  return {
    log,
    ended,
    ready: (stopping) => {
      const failed = ended.then((news) => Promise.reject(new Error(`${news}:\n${tail(log)}`)));
      return Promise.race([failed, untilReady(readyUrl, AbortSignal.any([stopping, gone.signal]))]);
    },
    async stop() {
      stopped = true;
      await end(child);
    },
  };
}

async function untilReady(url: string, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const answer = await fetch(url).catch(() => undefined);
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
