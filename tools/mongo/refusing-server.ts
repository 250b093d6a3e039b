import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { mongo } from 'mongoose';

const { BSON } = mongo;

/** The opcode of OP_QUERY, in which a driver says hello to a server that it does not know yet. */
const OP_QUERY = 2004;
const OP_REPLY = 1;
const OP_MSG = 2013;
const HEADER_BYTES = 16;

const HELLO = {
  ismaster: true,
  isWritablePrimary: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  ok: 1,
};
const REFUSAL = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };

/** What a server of MongoDB answers to a command that it refuses. */
export type Refusal = typeof REFUSAL;

/**
 * A server of MongoDB's wire protocol that is there and refuses every command, by default as MongoDB does with a wrong password.
 * The stand-in of the tests knows no users and holds no elections.
 * @param refusal the answer to a command; with `silence` it never answers one
 */
export async function startRefusingMongo(refusal: Refusal | 'silence' = REFUSAL) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let buffered = Buffer.alloc(0);
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        buffered = Buffer.concat([buffered, data]);
        while (buffered.length >= HEADER_BYTES && buffered.length >= buffered.readInt32LE(0)) {
          const length = buffered.readInt32LE(0);
          const answer = answerTo(buffered.subarray(0, length), refusal);
          if (answer) socket.write(answer);
          buffered = buffered.subarray(length);
        }
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

function answerTo(request: Buffer, refusal: Refusal | 'silence'): Buffer | undefined {
  const isQuery = request.readInt32LE(12) === OP_QUERY;
  const isHello = isQuery || /hello|ismaster/i.test(request.toString('latin1', HEADER_BYTES));
  const said = isHello ? HELLO : refusal;
  if (said === 'silence') return undefined;
  const body = BSON.serialize(said);
  // OP_REPLY: flags, cursor id, from, count; OP_MSG: flags and the kind of its one section.
  const head = isQuery ? Buffer.from([...Array<number>(16).fill(0), 1, 0, 0, 0]) : Buffer.alloc(5);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + head.length + body.length, 0);
  header.writeInt32LE(request.readInt32LE(4), 8);
  header.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, head, body]);
}
