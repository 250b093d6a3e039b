import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Replica } from './replica';

const PROBE_EVERY_MS = 100;

/** What a Service is in Kubernetes: addresses that stay, in front of replicas that come and go. */
export interface Balancer {
  readonly port: number;
  readonly internalPort: number;
  /** Takes a replica in; resolves when it has been ready for the first time. */
  add(replica: Replica): Promise<void>;
  /** Opens no further connection to a replica; those that stand stay. */
  withdraw(replica: Replica): void;
  stop(): Promise<void>;
}

/**
 * Starts a balancer that gives each new connection to the next replica that says it is ready. It knows nothing of
 * requests, so it repeats none.
 */
export async function startBalancer(): Promise<Balancer> {
  const ready = new Map<Replica, boolean>();
  let turn = 0;
  const next = () => {
    const candidates = [...ready].flatMap(([replica, isReady]) => (isReady ? [replica] : []));
    return candidates[turn++ % candidates.length];
  };
  const open = await listen((near) => join(near, next()?.port));
  const internal = await listen((near) => join(near, next()?.internalPort));
  const probing = setInterval(() => {
    for (const replica of ready.keys()) void probe(replica);
  }, PROBE_EVERY_MS);

  async function probe(replica: Replica): Promise<boolean> {
    const isReady = await replica.isReady().catch(() => false);
    if (ready.has(replica)) ready.set(replica, isReady);
    return isReady;
  }

  return {
    port: portOf(open),
    internalPort: portOf(internal),
    async add(replica) {
      while (!(await replica.isReady())) await sleep(PROBE_EVERY_MS);
      ready.set(replica, true);
    },
    withdraw: (replica) => void ready.delete(replica),
    async stop() {
      clearInterval(probing);
      await Promise.all([close(open), close(internal)]);
    },
  };
}

async function listen(onConnection: (near: Socket) => void): Promise<Server> {
  // Half-open, so that each side hears from the other exactly what it said.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** Carries what comes from either side to the other. */
function join(near: Socket, port: number | undefined): void {
  if (port === undefined) return void near.destroy();
  const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  near.pipe(far).pipe(near);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.once('error', () => other.destroy()).once('close', () => other.destroySoon());
  }
}
