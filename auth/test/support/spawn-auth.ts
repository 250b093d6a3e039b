import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import request from 'supertest';
import { freePort } from '../../../tools/ports';
import { databaseUri, JWT_KEY } from './auth-service';
import { until } from './until';

const DIST = path.resolve(__dirname, '../../dist');

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A built program of the auth service as a process of its own. */
export interface Spawned {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  /** What it has printed until now. */
  stdout(): string;
  stderr(): string;
}

/** The built auth service as a process of its own. */
export interface AuthProcess extends Spawned {
  readonly port: number;
  readonly internalPort: number;
  /** Any single request to the public port. */
  request(): ReturnType<typeof request>;
  /** A browser: it keeps cookies between requests. */
  browser(): ReturnType<typeof request.agent>;
  /** Any single request to the internal port. */
  internal(): ReturnType<typeof request>;
  /** The messages of its log until now. */
  messages(): string[];
}

const running = new Set<ChildProcess>();

/** Ends what was spawned; to be called after each test. */
export function endSpawned(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a file of auth/dist with these environment variables only. */
export function spawnProgram(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  stdin: 'ignore' | 'pipe' = 'ignore',
): Spawned {
  const child = spawn(process.execPath, [path.join(DIST, file), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  running.add(child);
  const printed = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  // "close" comes when all that it printed has been read.
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, exited, stdout: () => printed.stdout, stderr: () => printed.stderr };
}

/** Starts the built service on free ports of the loopback address; it has not booted yet when this returns. */
export async function spawnAuth(env: NodeJS.ProcessEnv = {}): Promise<AuthProcess> {
  const [port, internalPort] = [await freePort(), await freePort()];
  const spawned = spawnProgram('main.js', [], {
    JWT_KEY,
    MONGO_URI: databaseUri(),
    COOKIE_SECURE: 'false',
    HOST: '127.0.0.1',
    PORT: String(port),
    INTERNAL_PORT: String(internalPort),
    ...env,
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...spawned,
    port,
    internalPort,
    request: () => request(url),
    browser: () => request.agent(url),
    internal: () => request(`http://127.0.0.1:${internalPort}`),
    messages: () =>
      spawned
        .stdout()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { msg: string }).msg),
  };
}

/** Starts the built service and waits until it is ready. */
export async function startAuthProcess(env: NodeJS.ProcessEnv = {}): Promise<AuthProcess> {
  const auth = await spawnAuth(env);
  await untilStatus(auth, '/readyz', 200);
  return auth;
}

/** Waits until a path of the internal port answers with a status. */
export async function untilStatus(auth: AuthProcess, path: string, status: number): Promise<void> {
  await until(`${path} answers ${status}; it printed ${auth.stdout()} ${auth.stderr()}`, async () => {
    const response = await auth
      .internal()
      .get(path)
      .catch(() => undefined);
    return response?.status === status;
  });
}

/** What a gauge of its metrics says now. */
export async function gauge(auth: AuthProcess, name: string): Promise<number> {
  const { text } = await auth.internal().get('/metrics').expect(200);
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}
