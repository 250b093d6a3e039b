import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { until } from './until';

/** A file of the repository; another one, where the path is absolute. */
export function fileOf(path: string): string {
  return resolve(__dirname, '../..', path);
}

type Probe = 'healthz' | 'readyz';

/** A built service on ports that it keeps, so that it can be ended and started again. */
export interface Program {
  readonly url: string;
  readonly internalPort: number;
  /** Starts it and waits until a probe succeeds; unless told otherwise, that of its readiness. */
  start(probe?: Probe): Promise<void>;
  /** Changes what it is given from its next start on. */
  setEnvironment(changed: Record<string, string>): void;
  /** Ends it as a crash would, at once: the signal is sent when this returns. */
  kill(): Promise<void>;
  /** Tells it to end and waits until it has. @returns its exit code */
  stop(): Promise<number | null>;
  /** Whether a probe of its internal port succeeds. */
  passes(probe: Probe): Promise<boolean>;
  /** What it printed on its standard error, in all its lives. */
  errors(): string;
  /** The lines of its log, in all its lives. */
  logLines(): readonly Readonly<Record<string, unknown>>[];
}

/** Describes a service; nothing runs yet. The environment is all that it gets. */
export function program(
  entry: string,
  [port, internalPort]: readonly [number, number],
  first: Record<string, string>,
): Program {
  let env = first;
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);
  let errors = '';
  let log = '';

  function launch(): void {
    const launched = spawn(process.execPath, [fileOf(entry)], {
      env: {
        PATH: process.env.PATH,
        COOKIE_SECURE: 'false',
        HOST: '127.0.0.1',
        PORT: String(port),
        INTERNAL_PORT: String(internalPort),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    launched.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
    launched.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    ended = new Promise((resolve) => {
      launched.once('close', (code) => {
        child = undefined;
        resolve(code);
      });
    });
    child = launched;
  }

  function passes(probe: Probe): Promise<boolean> {
    return fetch(`http://127.0.0.1:${internalPort}/${probe}`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  return {
    url: `http://127.0.0.1:${port}`,
    internalPort,
    passes,
    async start(probe: Probe = 'readyz') {
      launch();
      await until(
        () => `${entry} passes ${probe}; it said: ${errors}`,
        () => passes(probe),
        Boolean,
      );
    },
    setEnvironment: (changed) => void (env = { ...env, ...changed }),
    async kill() {
      child?.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child?.kill('SIGTERM');
      return ended;
    },
    errors: () => errors,
    logLines: () =>
      log
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
