import { jest } from '@jest/globals';

/** A process of the model: it reads its own clock. */
export interface Clocked {
  readonly now: number;
}

let running: Clocked | undefined;

/** Makes Date.now() the clock of the process that runs. To be called before each test of the model. */
export function useProcessClocks(): void {
  jest.spyOn(Date, 'now').mockImplementation(() => running!.now);
}

/** Does a step by the clock of a process, also in the middle of another one's step. */
export function asProcess<T>(process: Clocked, step: () => T): T {
  const before = running;
  running = process;
  try {
    return step();
  } finally {
    running = before;
  }
}

/** Does steps of one process that wait for each other; what happens meanwhile has to say whose step it is. */
export async function asProcessThroughout<T>(process: Clocked, steps: () => Promise<T>): Promise<T> {
  const before = running;
  running = process;
  try {
    return await steps();
  } finally {
    running = before;
  }
}
