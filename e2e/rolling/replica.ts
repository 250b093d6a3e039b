import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@latchkey/tools/dist/ports';

/** What Kubernetes allows by default. */
const GRACE_MS = 30_000;

/** One process of a service. */
export interface Replica {
  readonly port: number;
  readonly internalPort: number;
  isReady(): Promise<boolean>;
  /**
   * Sends SIGTERM and waits until it has ended.
   * @throws Error when it does not end in time, or not with exit code 0
   */
  terminate(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a built service of a checkout on free ports of the loopback address; it is not ready yet. */
export async function startReplica(
  checkout: string,
  entry: string,
  env: Readonly<Record<string, string>>,
): Promise<Replica> {
  const [port, internalPort] = (await freePorts(2)) as [number, number];
  const ports = { HOST: '127.0.0.1', PORT: String(port), INTERNAL_PORT: String(internalPort) };
  const child = spawn(process.execPath, [join(checkout, entry)], {
    env: { PATH: process.env.PATH, ...env, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-5_000)));
  }
  const exited = once(child, 'close') as Promise<[number | null]>;

  return {
    port,
    internalPort,
    async isReady() {
      if (child.exitCode !== null) throw new Error(`${entry} ended by itself:\n${output}`);
      return fetch(`http://127.0.0.1:${internalPort}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    async terminate() {
      child.kill('SIGTERM');
      const late = sleep(GRACE_MS, ['late'] as const, { ref: false });
      const [code] = await Promise.race([exited, late]);
      if (code !== 0) throw new Error(`${entry} did not end well after SIGTERM (${code}):\n${output}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
