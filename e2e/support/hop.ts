import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A piece of the network between a service and what it connects to, that can be broken. */
export interface Hop {
  readonly port: number;
  /** How many connections stand. */
  standing(): number;
  /** Ends every connection; new ones are refused until it is mended. */
  cut(): void;
  /** Every connection stays open and carries nothing, for ever; new ones are refused until it is mended. */
  freeze(): void;
  mend(): void;
  /** New connections go to these ports. */
  leadTo(...targets: number[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a hop to ports of the loopback address. Like a Service of Kubernetes, it gives each connection to one that
 * accepts it, and the next connection to the next one.
 */
export async function startHop(...first: number[]): Promise<Hop> {
  let targets = first;
  let passes = true;
  let turn = 0;
  const standing = new Set<Socket>();
  const server = createServer((near) => {
    if (!passes) return void near.destroy();
    standing.add(near);
    near.on('error', () => undefined).once('close', () => standing.delete(near));
    void connectToOne(targets, turn++).then((far) => join(near, far));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    passes = false;
    for (const near of standing) near.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    standing: () => standing.size,
    cut,
    freeze() {
      passes = false;
      for (const near of standing) near.emit('freeze');
    },
    mend: () => void (passes = true),
    leadTo: (...next) => void (targets = next),
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Carries what comes from either side to the other, and ends with either. */
function join(near: Socket, far: Socket | undefined): void {
  if (!far || near.destroyed) {
    near.destroy();
    far?.destroy();
    return;
  }
  near.pipe(far).pipe(near);
  near.once('close', () => far.destroy());
  const end = () => near.destroy();
  far.on('error', end).once('close', end);
  near.once('freeze', () => {
    // The far side may notice and leave; the near one is not told.
    far.off('close', end);
    for (const socket of [near.unpipe(far), far.unpipe(near)]) socket.pause();
  });
}

async function connectToOne(targets: readonly number[], turn: number): Promise<Socket | undefined> {
  for (let tried = 0; tried < targets.length; tried++) {
    const socket = connect(targets[(turn + tried) % targets.length]!, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      // Another one may be there.
    }
  }
  return undefined;
}
