import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingHop {
  /** The URI of the database through this hop. */
  readonly uri: string;
  stop(): Promise<void>;
}

/**
 * Stands before a MongoDB and breaks the connection instead of passing on the answer to a command, which is carried out.
 * @param command such as `delete`, on this collection
 */
export async function cuttingHop(mongoUri: string, command: string, collection: string): Promise<CuttingHop> {
  const [target, uri] = [new URL(mongoUri), new URL(mongoUri)];
  // OP_MSG begins with the command as a BSON string: its name, four bytes of length, its value.
  const wanted = new RegExp(`\\x02${command}\\x00[^]{4}${collection}\\x00`);
  const open = new Set<Socket>();

  const server = createServer((client) => {
    const mongo = connect(Number(target.port), target.hostname);
    let isCut = false;
    client.on('data', (bytes) => {
      isCut ||= wanted.test(bytes.toString('latin1'));
      mongo.write(bytes);
    });
    mongo.on('data', (bytes) => void (isCut ? client.destroy() : client.write(bytes)));
    for (const [socket, other] of [
      [client, mongo],
      [mongo, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => other.destroy());
    }
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
