import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { fileOf } from './program';

/** A local run as `npm start` makes it after the build. */
export interface LocalRun {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<[code: number | null]>;
}

/** A folder for the data of a file's local runs, and what starts them; the folder is gone after the tests. */
export function useLocalRuns() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(env: NodeJS.ProcessEnv): LocalRun {
    const child = spawn(process.execPath, [fileOf('tools/dist/start.js')], {
      // Without a MONGO_URI, even where the other tests are given one: finding a database is what is tested.
      env: { ...process.env, MONGO_URI: '', LATCHKEY_DATA: join(folder, 'data'), ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += String(chunk)));
    }
    return { child, output: () => output, exit: once(child, 'exit') as Promise<[number | null]> };
  }
  return { folder, start };
}

/** Whether anything answers HTTP on a port of the loopback address. */
export async function answersOn(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}
