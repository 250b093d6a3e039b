import { startWorker } from '../lib/worker.js';
import type { CrowdAnswer, CrowdOrder } from './crowd.js';

/** Many raw followers in processes of their own. */
export interface Crowds {
  /** Makes so many follow, divided evenly among the feeds; resolves once each has seen an as-of. */
  follow(feeds: readonly string[], count: number): Promise<void>;
  /**
   * Has each look for a text, and do what makes it come.
   * @returns when each saw it, in ms on the machine's clock, and what the work gave
   */
  watchFor<T>(text: string, work: () => Promise<T>): Promise<{ times: number[]; result: T }>;
  /** How many bytes all have received so far. */
  bytes(): Promise<number>;
  leave(): Promise<void>;
  stop(): void;
}

/** More processes would take CPU from the service, since they share the cores. */
const PROCESSES = 2;

export async function startCrowds(): Promise<Crowds> {
  const start = () => startWorker<CrowdOrder, CrowdAnswer>(new URL('./crowd.js', import.meta.url));
  const crowds = await Promise.all(Array.from({ length: PROCESSES }, start));
  const all = (order: CrowdOrder) => Promise.all(crowds.map((crowd) => crowd.work(order)));

  return {
    async follow(feeds, count) {
      const counts = crowds.map((_, n) => Math.floor((count + n) / crowds.length));
      await Promise.all(
        crowds.map((crowd, n) => crowd.work({ kind: 'follow', feeds: rotate(feeds, n), count: counts[n]! })),
      );
    },
    async watchFor(text, work) {
      await all({ kind: 'watch', text });
      const result = await work();
      const answers = await all({ kind: 'seen' });
      return { times: answers.flatMap(({ times }) => times), result };
    },
    async bytes() {
      return (await all({ kind: 'bytes' })).reduce((sum, { bytes }) => sum + bytes, 0);
    },
    leave: async () => void (await all({ kind: 'leave' })),
    stop() {
      for (const crowd of crowds) crowd.stop();
    },
  };
}

/** So that each process does not begin with the same one. */
function rotate<T>(values: readonly T[], by: number): T[] {
  return values.map((_, n) => values[(n + by) % values.length]!);
}
