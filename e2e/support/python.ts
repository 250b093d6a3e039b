import { spawn, type ChildProcess } from 'node:child_process';
import { describe } from '@jest/globals';
import { hasPython } from '@latchkey/tools/dist/local/reports';
import { fileOf } from './program';

const HOW = 'there is no python3, which these tests need: your system’s package python3';

if (!hasPython()) {
  if (process.env.CI === 'true') throw new Error(HOW);
  process.stderr.write(`skipped: ${HOW}\n`);
}

/** Describes what needs python3; where there is none, it is skipped. */
export const describeWithPython = hasPython() ? describe : describe.skip;

/** Starts the reports example on a port of the loopback address. */
export function spawnReports(port: number): ChildProcess {
  return spawn('python3', [fileOf('examples/reports/main.py')], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
