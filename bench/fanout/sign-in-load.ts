import { fork } from 'node:child_process';
import { nextMessage } from '../lib/child.js';
import type { SignInAnswer, SignInOrder } from './sign-ins.js';

/** Where the sign-ins come from: a process of its own. */
export interface SignInLoad {
  /** How many sign-ins a second the replicas can answer. */
  capacity(ports: readonly number[]): Promise<number>;
  /**
   * Does something under a steady load.
   * @returns what it gave, and the 99th percentile of the sign-ins in ms
   * @throws Error when a sign-in was refused
   */
  during<T>(
    order: Omit<SignInOrder, 'seconds'>,
    work: () => Promise<T>,
  ): Promise<{ result: T; p99Ms: number }>;
  stop(): void;
}

const WARM_UP_SECONDS = 1.5;
const CAPACITY_SECONDS = 3;
const MAX_SECONDS = 120;

export async function startSignInLoad(): Promise<SignInLoad> {
  const child = fork(new URL('./sign-ins.js', import.meta.url));
  await nextMessage(child);

  async function run(order: SignInOrder): Promise<SignInAnswer> {
    child.send(order);
    const answer = await nextMessage<SignInAnswer>(child);
    if (answer.failures > 0) throw new Error(`${answer.failures} sign-ins of the load were refused`);
    return answer;
  }

  return {
    async capacity(ports) {
      await run({ ports, seconds: WARM_UP_SECONDS });
      const { requests, seconds } = await run({ ports, seconds: CAPACITY_SECONDS });
      return requests / seconds;
    },
    async during(order, work) {
      const running = run({ ...order, seconds: MAX_SECONDS });
      // It is awaited below, whatever happens until then.
      running.catch(() => undefined);
      let result;
      try {
        result = await work();
      } finally {
        child.send('end');
        await running.catch(() => undefined);
      }
      return { result, p99Ms: (await running).p99Ms };
    },
    stop: () => child.disconnect(),
  };
}
