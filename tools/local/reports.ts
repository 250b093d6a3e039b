import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './data-folder';
import { startProgram, type Service } from './service';

/** Whether this machine has what the reports example runs on. */
export function hasPython(): boolean {
  return spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Starts the reports example. It is given no key and no address of another service. */
export function startReports(port: number): Service {
  return startProgram({
    name: 'reports',
    command: ['python3', join(ROOT, 'examples/reports/main.py')],
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', HOST: '127.0.0.1', PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/healthz`,
  });
}
