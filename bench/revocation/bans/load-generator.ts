import { fork } from 'node:child_process';
import { nextMessage } from '../../lib/child.js';
import { type LoadAnswer, type LoadOrder } from './generator.js';

/** Where the load comes from: a process of its own, so that this one's clock readings wait for nothing. */
export interface LoadGenerator {
  /** How many requests a second the servers can answer. */
  capacity(order: Omit<LoadOrder, 'seconds' | 'perSecond'>): Promise<number>;
  /**
   * Does something under a steady load.
   * @throws Error when a request of the load was refused
   */
  during<T>(order: Omit<LoadOrder, 'seconds'>, work: () => Promise<T>): Promise<T>;
  stop(): void;
}

const CAPACITY_SECONDS = 2;
/** For each server: hot code has to be compiled by then. */
const WARM_UP_SECONDS = 0.5;
const MAX_SECONDS = 120;

export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(new URL('./generator.js', import.meta.url));
  await nextMessage(child);

  async function run(order: LoadOrder): Promise<LoadAnswer> {
    child.send(order);
    const answer = await nextMessage<LoadAnswer>(child);
    if (answer.failures > 0) throw new Error(`${answer.failures} requests of the load were refused`);
    return answer;
  }

  return {
    async capacity(order) {
      await run({ ...order, seconds: WARM_UP_SECONDS * order.ports.length });
      const { requests, seconds } = await run({ ...order, seconds: CAPACITY_SECONDS });
      return requests / seconds;
    },
    async during(order, work) {
      const running = run({ ...order, seconds: MAX_SECONDS });
      // It is awaited below, whatever happens until then.
      running.catch(() => undefined);
      try {
        return await work();
      } finally {
        child.send('end');
        await running;
      }
    },
    stop: () => child.disconnect(),
  };
}
