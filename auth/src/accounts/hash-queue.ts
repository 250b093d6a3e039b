import { availableParallelism } from 'node:os';
import { UnavailableError } from '@latchkey/common';
import { promise as fastq } from 'fastq';

const WAITING_PER_CORE = 64;

/**
 * Runs as many hashes at once as there are cores, with a bounded queue behind: more at once would only slow each
 * other and every other request, and an unbounded queue would let a flood take the process down.
 */
export function createHashQueue(cores = availableParallelism()) {
  const queue = fastq<unknown, () => Promise<unknown>, unknown>((task) => task(), cores);
  const mostWaiting = cores * WAITING_PER_CORE;

  return {
    /** @throws UnavailableError (503, Retry-After 1 s) when the queue is full */
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (queue.length() >= mostWaiting) {
        throw new UnavailableError('Too many people are signing in right now. Try again in a second.', 1);
      }
      return (await queue.push(task)) as T;
    },

    /** How many wait. */
    waiting: () => queue.length(),
  };
}

export type HashQueue = ReturnType<typeof createHashQueue>;
