import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A piece of the network before a MongoDB. */
export interface MongoHop {
  /** The URI of the database through this hop. */
  readonly uri: string;
  stop(): Promise<void>;
}

/**
 * Starts a hop. Either end of a connection ends the other one.
 * @param join carries what comes from either side
 */
export async function mongoHop(
  mongoUri: string,
  join: (client: Socket, mongo: Socket) => void,
): Promise<MongoHop> {
  const [target, uri] = [new URL(mongoUri), new URL(mongoUri)];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const mongo = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, mongo],
      [mongo, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => other.destroy());
    }
    join(client, mongo);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  uri.port = String((server.address() as AddressInfo).port);
  // Else the driver would ask a replica set where it is, and go past the hop.
  uri.searchParams.set('directConnection', 'true');
  return {
    uri: uri.href,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Makes what tells whether bytes begin a command.
 * @param command such as `delete`, on this collection
 */
export function isCommand(command: string, collection: string): (bytes: Buffer) => boolean {
  // OP_MSG begins with the command as a BSON string: its name, four bytes of length, its value.
  const wanted = new RegExp(`\\x02${command}\\x00[^]{4}${collection}\\x00`);
  return (bytes) => wanted.test(bytes.toString('latin1'));
}
