import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { signal, type Held } from './hold';

/** A piece of the network before a NATS. */
export interface NatsHop {
  readonly port: number;
  /** What the server has sent through it. */
  told(): string;
  /** Holds what either side sends, from the next piece on that matches. */
  hold(side: 'client' | 'server', wanted: RegExp): Held;
  stop(): Promise<void>;
}

/** Starts a hop to a port of the loopback address. */
export async function natsHop(target: number): Promise<NatsHop> {
  let told = '';
  let holding: { side: string; wanted: RegExp; come: () => void; released: Promise<void> } | undefined;
  const open = new Set<Socket>();

  async function carry(side: 'client' | 'server', bytes: Buffer, from: Socket, to: Socket): Promise<void> {
    if (holding?.side === side && holding.wanted.test(bytes.toString('latin1'))) {
      const { come, released } = holding;
      holding = undefined;
      from.pause();
      come();
      await released;
      from.resume();
    }
    if (side === 'server') told += bytes.toString('latin1');
    to.write(bytes);
  }

  const server = createServer((client) => {
    const nats = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, nats],
      [nats, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => other.destroy());
    }
    client.on('data', (bytes) => void carry('client', bytes, client, nats));
    nats.on('data', (bytes) => void carry('server', bytes, nats, client));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    told: () => told,
    hold(side, wanted) {
      const [reached, come] = signal();
      const [released, letGo] = signal();
      holding = { side, wanted, come, released };
      return { reached, letGo };
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
