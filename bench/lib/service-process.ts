import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@latchkey/tools/dist/ports.js';
import { endWithThisProcess } from '@latchkey/tools/dist/mongo/guard.js';

/** A service of this repository as it is, in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  readonly internalUrl: string;
  readonly internalPort: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/**
 * Starts a built service on free ports of 127.0.0.1 and waits until it is ready.
 * @param name what to call it in errors
 * @param main the path of its program
 * @param env its variables but for the ports
 * @param stdout where its log goes
 * @throws Error when it ends or is not ready in half a minute
 */
export async function startService(
  name: string,
  main: string,
  env: NodeJS.ProcessEnv,
  stdout: 'inherit' | 'ignore' = 'inherit',
): Promise<ServiceProcess> {
  const [port, internalPort] = (await freePorts(2)) as [number, number];
  const child = spawn(process.execPath, [main], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...env },
      ...{ PORT: String(port), INTERNAL_PORT: String(internalPort) },
    },
    stdio: ['ignore', stdout, 'inherit'],
  });
  const gone = once(child, 'exit');
  const release = endWithThisProcess(child.pid!);
  const service = {
    url: `http://127.0.0.1:${port}`,
    port,
    internalUrl: `http://127.0.0.1:${internalPort}`,
    internalPort,
    pid: child.pid!,
    async stop() {
      child.kill();
      await gone;
      release();
    },
  };
  const ended = gone.then(() => Promise.reject(new Error(`${name} ended by itself`)));
  await Promise.race([untilReady(name, service.internalUrl), ended]);
  ended.catch(() => undefined);
  return service;
}

async function untilReady(name: string, internalUrl: string): Promise<void> {
  for (const last = Date.now() + TIMEOUT_MS; Date.now() < last; await sleep(POLL_MS)) {
    const answer = await fetch(`${internalUrl}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`${name} is not ready`);
}
