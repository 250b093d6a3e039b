import { setTimeout as sleep } from 'node:timers/promises';
import { type Container, type Engine } from './engine';
import { type Image } from './images';

const START_LIMIT_MS = 60_000;
/** Half of what Kubernetes allows by default. */
const STOP_LIMIT_MS = 15_000;
const POLL_MS = 20;
const TELL_AGAIN_MS = 100;

/** A container with the answers to whether it is there yet. */
export interface RunningService {
  readonly container: Container;
  /** Resolves when it is ready, with the ms from the start of the container. */
  ready(): Promise<number>;
  /**
   * Sends SIGTERM once.
   * @returns the ms until it has ended
   * @throws Error when it does not end in time, or not with exit code 0
   */
  terminate(): Promise<number>;
  /**
   * Sends SIGTERM from the start on: once is not enough, since Node hears nothing while it starts itself.
   * @returns the ms from the start of the container until it has ended
   * @throws Error as `terminate` does
   */
  terminateAtOnce(): Promise<number>;
}

/** Starts an image that will be ready on this internal port. */
export async function startImage(
  engine: Engine,
  image: Image,
  env: Readonly<Record<string, string>> & { INTERNAL_PORT: string },
): Promise<RunningService> {
  const container = await engine.start(image, env);
  const began = Date.now();
  const failure = (what: string) => new Error(`${image.name} ${what}; it printed:\n${container.output()}`);

  let hasEnded = false;
  void container.exited.then(() => (hasEnded = true));

  /** @returns the ms since `from` */
  async function ended(from: number): Promise<number> {
    const late = sleep(STOP_LIMIT_MS, 'late' as const, { ref: false });
    const code = await Promise.race([container.exited, late]);
    if (code !== 0) throw failure(code === 'late' ? 'ignored SIGTERM' : `ended with exit code ${code}`);
    return Date.now() - from;
  }

  return {
    container,
    async ready() {
      while (!(await isReady(env.INTERNAL_PORT))) {
        if (hasEnded || Date.now() - began > START_LIMIT_MS) throw failure('did not get ready');
        await sleep(POLL_MS);
      }
      return Date.now() - began;
    },
    async terminate() {
      const told = Date.now();
      await container.terminate();
      return ended(told);
    },
    async terminateAtOnce() {
      const tell = () => void container.terminate().catch(() => undefined);
      const telling = setInterval(tell, TELL_AGAIN_MS);
      return ended(began).finally(() => clearInterval(telling));
    },
  };
}

async function isReady(internalPort: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${internalPort}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** What Linux tells of the first process of a container: /proc/1/status, field by field. */
export async function statusOf(container: Container): Promise<ReadonlyMap<string, string>> {
  const lines = (await container.run('cat', '/proc/1/status')).split('\n');
  return new Map(lines.map((line) => line.split(':\t', 2) as [string, string]));
}
