import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithThisProcess } from './guard';
import { type ServerProgram } from './program';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const POLL_MS = 25;
const TOLD_LINES = 3;

/** A server that runs and listens. `stop` ends it in order, `kill` at once; both resolve when it has gone. */
export interface ServerProcess {
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts the program on 127.0.0.1:port; resolves when it listens. What it prints goes to server.log in its folder. */
export async function startServer(
  program: ServerProgram,
  dataDir: string,
  port: number,
): Promise<ServerProcess> {
  const log = path.join(dataDir, 'server.log');
  const output = openSync(log, 'w');
  // Detached, so that Ctrl-C reaches only this process, which may need the database while it ends; the guard does the rest.
  const child = spawn(program.command, program.args(dataDir, port), {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, ...program.env },
  });
  closeSync(output);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program.command} could not be started`);
  const release = endWithThisProcess(pid);
  void gone.then(release);
  child.unref();
  const server = { pid, stop: () => end(child, gone, 'SIGTERM'), kill: () => end(child, gone, 'SIGKILL') };
  if (!(await listens(port, gone))) {
    await server.kill();
    throw new Error(`${program.kind} did not start on port ${port}: ${lastWords(log)}`);
  }
  return server;
}

async function end(child: ChildProcess, gone: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.ref();
  child.kill(signal);
  const last = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(last);
}

async function listens(port: number, gone: Promise<void>): Promise<boolean> {
  let ended = false;
  void gone.then(() => (ended = true));
  const limit = Date.now() + START_LIMIT_MS;
  while (!ended && Date.now() < limit) {
    if (await accepts(port)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const told = lines.filter((line) => !/^\s+at /.test(line));
  return told.slice(-TOLD_LINES).join(' | ') || 'it printed nothing';
}
