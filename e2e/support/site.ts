import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@latchkey/tools/dist/ports';
import { fileOf } from './program';

/** Everything that `npm start` runs, on a port and with data of its own. */
export interface Site {
  readonly url: string;
  readonly admin: { readonly email: string; readonly password: string };
  /** Runs the admin's command on its database. @returns what it printed to be read by programs */
  command(...args: string[]): Promise<string>;
  /** How many requests a service has answered so far. */
  requests(service: 'auth' | 'pages' | 'tickets' | 'web'): number;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 120_000;

const run = promisify(execFile);

export async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-site-'));
  const port = await freePort();
  const child = spawn(process.execPath, [fileOf('tools/dist/start.js')], {
    env: { ...process.env, MONGO_URI: '', LATCHKEY_DATA: folder, PORT: String(port), ...env },
  });
  const banner = await untilRunning(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const [, email, password] = /admin +([^\s@]+@\S+) +(\S+)/.exec(banner) as unknown as [
    string,
    string,
    string,
  ];
  return {
    url: `http://localhost:${port}`,
    admin: { email, password },
    async command(...args) {
      const options = { env: { PATH: process.env.PATH, LATCHKEY_DATA: folder } };
      const { stdout } = await run(process.execPath, [fileOf('tools/dist/admin.js'), ...args], options);
      return stdout.trim();
    },
    requests: (service) => readFileSync(join(folder, `${service}.log`), 'utf8').split('"status":').length - 1,
    async stop() {
      child.kill('SIGINT');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns what it printed */
async function untilRunning(child: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const deadline = Date.now() + TIMEOUT_MS;
  while (!output.includes('Latchkey is running')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start:\n${output}`);
    await sleep(50);
  }
  return output;
}
