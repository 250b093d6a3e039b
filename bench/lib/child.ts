import { fork, type ChildProcess } from 'node:child_process';
import { type CpuAnswer, type Greeting } from './served.js';

/** A server in a process of its own, so that its CPU can be told from everyone else's. */
export interface ServerProcess extends Greeting {
  readonly pid: number;
  /** CPU time so far, user and system, in microseconds. */
  cpuUs(): Promise<number>;
  stop(): void;
}

/**
 * Starts a program that calls `serveToParent`, on the same Node as this one.
 * @throws Error when it ends before it listens
 */
export async function startServer(program: URL, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const child = fork(program, { env: { ...process.env, NODE_ENV: 'production', ...env } });
  const greeting = await nextMessage<Greeting>(child);
  return {
    ...greeting,
    pid: child.pid!,
    async cpuUs() {
      child.send('cpu');
      return (await nextMessage<CpuAnswer>(child)).cpuUs;
    },
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}

/** A server and another one that does a part of its work, as one: their CPU is counted together. */
export function together(server: ServerProcess, other: ServerProcess): ServerProcess {
  return {
    ...server,
    cpuUs: async () => (await server.cpuUs()) + (await other.cpuUs()),
    stop() {
      server.stop();
      other.stop();
    },
  };
}

/**
 * What a child process tells next.
 * @throws Error when it ends before
 */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${String(code ?? signal)}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
