import { fork } from 'node:child_process';
import { nextMessage } from './child.js';
import { load, type LoadResult } from './load.js';

/** A load on several servers alike. */
export interface LoadOrder {
  readonly ports: readonly number[];
  /** How long at most. */
  readonly seconds: number;
  /** All servers together; as fast as the answers come when it is not given. */
  readonly perSecond?: number;
}

/** Over all servers. */
interface LoadAnswer extends Pick<LoadResult, 'requests' | 'failures' | 'seconds'> {
  /** Of the server where it is worst. */
  readonly p99Ms: number;
}

type Target<Order extends LoadOrder> = Omit<Order, 'seconds' | 'perSecond'>;

/** Where a load comes from: a process of its own, so that this one's clock readings wait for nothing. */
export interface SteadyLoad<Order extends LoadOrder> {
  /** How many requests a second the servers can answer. */
  capacity(target: Target<Order>): Promise<number>;
  /**
   * Does something under a steady load.
   * @returns what it gave, and the 99th percentile of the load's requests in ms
   * @throws Error when a request of the load was refused
   */
  during<T>(
    order: Target<Order> & { readonly perSecond: number },
    work: () => Promise<T>,
  ): Promise<{ result: T; p99Ms: number }>;
  stop(): void;
}

/** By then hot code has to be compiled. */
const WARM_UP_SECONDS = 1.5;
const CAPACITY_SECONDS = 3;
const MAX_SECONDS = 120;

/** Starts a program that calls `loadForParent`. */
export async function startSteadyLoad<Order extends LoadOrder>(program: URL): Promise<SteadyLoad<Order>> {
  const child = fork(program);
  await nextMessage(child);

  async function run(order: object): Promise<LoadAnswer> {
    child.send(order);
    const answer = await nextMessage<LoadAnswer>(child);
    if (answer.failures > 0) throw new Error(`${answer.failures} requests of the load were refused`);
    return answer;
  }

  return {
    async capacity(target) {
      await run({ ...target, seconds: WARM_UP_SECONDS });
      const { requests, seconds } = await run({ ...target, seconds: CAPACITY_SECONDS });
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

/**
 * Works off the orders of `startSteadyLoad`; ends with the parent.
 * @param connections about so many requests are under way at full load, whatever the number of servers
 * @param requestsOf makes what gives the bytes of an order's next request
 */
export function loadForParent<Order extends LoadOrder>(
  connections: number,
  requestsOf: (order: Order) => () => Buffer,
): void {
  let ended = false;

  async function run(order: Order): Promise<LoadAnswer> {
    ended = false;
    const { ports, seconds, perSecond } = order;
    const next = requestsOf(order);
    const one = {
      seconds,
      connections: Math.ceil(connections / ports.length),
      nextRequest: () => (ended ? undefined : next()),
      ...(perSecond !== undefined && { perSecond: perSecond / ports.length }),
    };
    const results = await Promise.all(ports.map((port) => load({ ...one, port })));
    return {
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      failures: results.reduce((sum, { failures }) => sum + failures, 0),
      seconds: Math.max(...results.map((result) => result.seconds)),
      p99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)),
    };
  }

  process.on('disconnect', () => process.exit());
  process.on('message', (order: Order | 'end') => {
    if (order === 'end') ended = true;
    else void run(order).then((answer) => process.send!(answer));
  });
  process.send!('listening');
}
