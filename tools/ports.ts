import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections: while a killed server is away, nothing
// takes its port by chance.
const LOWEST = 12_000;
const PORTS_OF_A_WORKER = 1_000;
const WORKERS = 20;

/**
 * The first port of this process. Jest's workers run side by side, and a port is free until a server listens on it:
 * each worker takes ports of its own, so that none takes what another has found for a server that is yet to start.
 */
const first = LOWEST + (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS) * PORTS_OF_A_WORKER;

let next = randomInt(PORTS_OF_A_WORKER);

/** A TCP port on 127.0.0.1 on which nothing listens; each call gives another one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + (next++ % PORTS_OF_A_WORKER);
    if (await isFree(port)) return port;
  }
}

/** That many free TCP ports of 127.0.0.1. */
export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}

/** Whether one could listen on this TCP port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
