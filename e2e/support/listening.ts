import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { isFree } from '@latchkey/tools/dist/ports';
import { until } from './until';

/** A process that serves something at a port of the loopback address. */
export interface Listening {
  stop(): Promise<void>;
}

/** Waits until a process listens on a port. */
export async function untilListening(child: ChildProcess, port: number): Promise<Listening> {
  let errors = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit');
  await until(
    () => `${child.spawnfile} listens on ${port}; it said: ${errors}`,
    () => {
      if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended; it said: ${errors}`);
      return isFree(port);
    },
    (free) => !free,
  );
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
