import { fork } from 'node:child_process';
import { nextMessage } from './child.js';

/** A program in a process of its own that works off orders, one at a time. */
export interface Worker<Order, Result> {
  work(order: Order): Promise<Result>;
  stop(): void;
}

/**
 * Starts a program that calls `workForParent`, on the same Node as this one.
 * @throws Error when it ends before it is ready
 */
export async function startWorker<Order extends object | string, Result>(
  program: URL,
  env: NodeJS.ProcessEnv = {},
): Promise<Worker<Order, Result>> {
  const child = fork(program, { env: { ...process.env, ...env } });
  await nextMessage(child);
  return {
    work(order) {
      child.send(order);
      return nextMessage<Result>(child);
    },
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}

/** Answers each order of the parent with its result; ends with the parent, and with a fault. */
export function workForParent<Order, Result>(work: (order: Order) => Promise<Result>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async (order: Order) => {
    process.send!(await work(order));
  });
  process.send!('ready');
}
