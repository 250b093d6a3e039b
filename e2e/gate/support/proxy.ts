import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { untilListening, type Listening } from '../../support/listening';
import { fileOf } from '../../support/program';
import type { Fault } from './faults';
import type { House } from './house';
import type { SituationName } from './situations';

/*
 * How to test one more proxy: a file `NAME.test.ts` that says
 *
 *     const traefik = findProgram('traefik', 'how to get it, in one line');
 *     traefik.describe('Traefik', () => behavesAsAGate({ ...a ProxyUnderTest... }));
 *
 * `behavesAsAGate` (behaviour.ts) starts a house, which has the gate, the auth service and a service that tells what it was sent, then
 * the proxy by `start`, and runs all situations, attacks, navigations and faults on it. `start` gets the ports, and reads the file in
 * docs/gate with `documented`, which puts ports of this machine for the names. Browsers know the proxy as https://latchkey.example.com;
 * the tests speak HTTP to its port, with that Host. Its routes:
 *
 *     /reports/    policy staff      → reports-srv:8000
 *     /app/        policy signed-in  → reports-srv:8000
 *     /guest/      policy guest      → reports-srv:8000, hands Authorization on
 *     /public/     no question, but the claims are removed  → reports-srv:8000
 *     /api/users/  no question       → auth-srv:3000
 *     all else     404
 *
 * The policies are staff: { role: staff, maxAge: 10m, signIn }, signed-in: { signIn } and guest: { optional, handOn }.
 */

/** The host that browsers know, and its origin. */
export const PUBLIC_HOST = 'latchkey.example.com';
export const PUBLIC_URL = `https://${PUBLIC_HOST}`;

/** Ports of the loopback address. */
export interface Ports {
  /** Where the proxy is to listen, for HTTP without TLS. */
  readonly proxy: number;
  /** `gate-srv:3000` in its configuration. */
  readonly gate: number;
  /** `reports-srv:8000` in its configuration. */
  readonly reports: number;
  /** `auth-srv:3000` in its configuration. */
  readonly auth: number;
}

/** A proxy in front of the gate, and in what it differs from the others. */
export interface ProxyUnderTest {
  /** What the policies have as `signIn`; undefined where nothing sends browsers to sign in. */
  readonly signIn: true | 'nginx' | undefined;
  /** Starts it, and waits until it listens on `ports.proxy`. */
  start(ports: Ports, house: House): Promise<Listening>;
  /** The status of each fault of the gate; undefined where there is no gate. */
  readonly closedWith: Readonly<Record<Fault, number>> | undefined;
  /** The verdicts that are not those of all others, each with its reason in a comment. */
  readonly verdicts?: Readonly<Partial<Record<SituationName, string>>>;
}

/** A program that a test needs. */
export interface ProgramUnderTest {
  /** Where it is; undefined where it is not. */
  readonly command: string | undefined;
  /** Describes what needs it; where it is not there, it is skipped. */
  readonly describe: typeof describe | typeof describe.skip;
}

/**
 * Finds a program on PATH.
 * @param how what to do where it is not there, in one line
 * @throws Error in CI, where nothing is skipped
 */
export function findProgram(name: string, how: string): ProgramUnderTest {
  // A system that keeps nginx in sbin often has no such folder on PATH.
  const command = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (command !== undefined) return { command, describe };
  const why = `there is no ${name}, which these tests need: ${how}`;
  if (process.env.CI === 'true') throw new Error(why);
  process.stderr.write(`skipped: ${why}\n`);
  return { command, describe: describe.skip };
}

/** Reads a file of docs/gate, with the ports of this machine for the services that it names. */
export function documented(file: string, { gate, reports, auth }: Ports): string {
  return readFileSync(fileOf(`docs/gate/${file}`), 'utf8')
    .replaceAll('gate-srv:3000', `127.0.0.1:${gate}`)
    .replaceAll('reports-srv:8000', `127.0.0.1:${reports}`)
    .replaceAll('auth-srv:3000', `127.0.0.1:${auth}`);
}

/**
 * Starts a proxy in a folder of its own, which is removed at its end.
 * @param files what is written there first, by name
 * @param args given that folder
 */
export async function startProxy(
  command: string,
  args: (folder: string) => readonly string[],
  files: Readonly<Record<string, string>>,
  port: number,
): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-proxy-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(command, args(folder), {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const running = await untilListening(child, port);
  return {
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
