import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@latchkey/tools/dist/ports';
import type { Command } from './programs';

const TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** What a service said of a token. */
export interface Said {
  /** `ok`, or the code with which it was refused. */
  readonly verdict: string;
  /** Who the token is from. */
  readonly user?: unknown;
}

/** A Cookie header, of several lines where it is a list. */
export type Cookie = string | readonly string[] | undefined;

/** A running service in another language. */
export interface ForeignService {
  /** Sends a request with this Cookie header, or one of these lines. Each character is a byte. */
  ask(cookie: Cookie): Promise<Said>;
  stop(): Promise<void>;
}

/**
 * Starts a program and waits until it answers.
 * @param env the variables that it shares with services on the library
 * @throws Error with what it printed when it does not
 */
export async function startForeignService(
  { command, args, env: own }: Command,
  env: Readonly<Record<string, string>>,
): Promise<ForeignService> {
  const port = await freePort();
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...own, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = once(child, 'close');

  const service = {
    ask: (cookie: Cookie) => ask(port, cookie),
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
  for (let waited = 0; waited < TIMEOUT_MS && child.exitCode === null; waited += POLL_MS) {
    if (await service.ask(undefined).catch(() => undefined)) return service;
    await sleep(POLL_MS);
  }
  await service.stop();
  throw new Error(`${command} does not answer:\n${output}`);
}

/** Not with fetch, which makes one line of several. */
async function ask(port: number, cookie: Cookie = []): Promise<Said> {
  const lines = [cookie].flat().flatMap((line) => ['Cookie', line]);
  const headers = ['Host', `127.0.0.1:${port}`, ...lines];
  const sent = request({ host: '127.0.0.1', port, headers, agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const { code, user } = JSON.parse(await text(answer)) as { code?: string; user?: unknown };
  return { verdict: answer.statusCode === 200 ? 'ok' : String(code), user };
}
