import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@latchkey/tools/dist/local/ports.js';
import { endWithThisProcess } from '@latchkey/tools/dist/mongo/guard.js';

/** The auth service as it is, in a process of its own. */
export interface AuthProcess {
  readonly url: string;
  readonly internalUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(import.meta.resolve('@latchkey/auth/dist/main.js'));
const TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/**
 * Starts the built auth service on free ports of 127.0.0.1 and waits until it is ready.
 * @param env its variables but for the ports
 * @throws Error when it ends or is not ready in half a minute
 */
export async function startAuth(env: NodeJS.ProcessEnv): Promise<AuthProcess> {
  const [port, internalPort] = await freePorts(2);
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env },
      ...{ PORT: String(port), INTERNAL_PORT: String(internalPort) },
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = once(child, 'exit');
  const release = endWithThisProcess(child.pid!);
  const auth = {
    url: `http://127.0.0.1:${port}`,
    internalUrl: `http://127.0.0.1:${internalPort}`,
    pid: child.pid!,
    async stop() {
      child.kill();
      await gone;
      release();
    },
  };
  const ended = gone.then(() => Promise.reject(new Error('the auth service ended by itself')));
  await Promise.race([untilReady(auth.internalUrl), ended]);
  ended.catch(() => undefined);
  return auth;
}

async function untilReady(internalUrl: string): Promise<void> {
  for (const last = Date.now() + TIMEOUT_MS; Date.now() < last; await sleep(POLL_MS)) {
    const answer = await fetch(`${internalUrl}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error('the auth service is not ready');
}
