import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../../tools/ports';
import { databaseName, mongoUri } from './service';

const MAIN = join(__dirname, '../../dist/main.js');

/** The URI of a database of its own, by another port if one is given. */
export function databaseUri(port?: number): string {
  const uri = new URL(mongoUri());
  uri.pathname = `/${databaseName()}`;
  if (port !== undefined) {
    uri.port = String(port);
    uri.searchParams.set('directConnection', 'true');
  }
  return uri.href;
}

const running = new Set<ReturnType<typeof runMain>>();

/** For afterEach: ends what the test has left running. */
export async function endProcesses(): Promise<void> {
  for (const { child, exited } of running) {
    child.kill('SIGKILL');
    await exited;
  }
  running.clear();
}

/** Runs the built service with these variables and no others. */
export function runMain(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const main = { child, output, exited };
  running.add(main);
  return main;
}

/** Runs the built service on free ports and waits until it is ready. */
export async function startMain(uri: string, more: Record<string, string> = {}) {
  const [port, internalPort] = [await freePort(), await freePort()];
  const main = runMain({
    JWT_PUBLIC_KEY: process.env.JWT_PUBLIC_KEY!,
    COOKIE_SECURE: 'false',
    HOST: '127.0.0.1',
    PORT: String(port),
    INTERNAL_PORT: String(internalPort),
    MONGO_URI: uri,
    // Nothing is printed but what a test is about: not that no revocations are followed.
    NODE_NO_WARNINGS: '1',
    ...more,
  });
  const url = `http://127.0.0.1:${port}`;
  const internalUrl = `http://127.0.0.1:${internalPort}`;
  await until(async () => (await fetch(`${internalUrl}/readyz`)).status === 200);
  return { ...main, url, internalUrl };
}

/** Asks again and again until the answer is yes; an error is a no. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`not so after 30 s: ${isSo.toString()}`);
    await sleep(50);
  }
}
