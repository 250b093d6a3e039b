import { mongo } from 'mongoose';
import { mongoHop } from '../../auth/test/support/mongo-hop';

const { deserialize, serialize } = mongo.BSON;

/** A database that says it is the primary of a replica set, of the election and with the clock that a test sets. */
export interface Primary {
  readonly port: number;
  /** Another one takes over. @param ahead how far its clock is ahead, in ms */
  elect(ahead?: number): void;
  /** Sets the clock that it tells, in ms ahead. What it stamps, a test has to write. */
  setAhead(ahead: number): void;
  stop(): Promise<void>;
}

/**
 * Starts one before a MongoDB of any kind, and changes its answers to `hello`. So replicas of the auth service know each
 * other's positions, which they do not with a server that has no elections.
 */
export async function startPrimary(mongoUri: string): Promise<Primary> {
  let [term, ahead] = [1, 0];
  const asPrimary = (hello: mongo.BSON.Document) => ({
    ...hello,
    electionId: new mongo.ObjectId(`7fffffff${String(term).padStart(16, '0')}`),
    localTime: new Date(Date.now() + ahead),
  });
  const hop = await mongoHop(mongoUri, (client, server) => {
    client.pipe(server);
    const carry = inMessages((message) => client.write(changeHello(message, asPrimary)));
    server.on('data', carry);
  });
  return {
    port: Number(new URL(hop.uri).port),
    elect(next = 0) {
      term += 1;
      ahead = next;
    },
    setAhead: (next) => void (ahead = next),
    stop: () => hop.stop(),
  };
}

/** Puts bytes together to messages of MongoDB's protocol, whose first four bytes are their length. */
function inMessages(take: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE()) {
      const length = rest.readInt32LE();
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

const OP_MSG = 2013;
/** The header, the flags, and the kind of the only section. */
const BODY_AT = 16 + 4 + 1;

function changeHello(message: Buffer, change: (hello: mongo.BSON.Document) => object): Buffer {
  if (message.readInt32LE(12) !== OP_MSG || !message.includes('localTime')) return message;
  const hello = deserialize(message.subarray(BODY_AT), { promoteValues: false, promoteLongs: false });
  const body = serialize(change(hello));
  const head = Buffer.from(message.subarray(0, BODY_AT));
  head.writeInt32LE(BODY_AT + body.length);
  return Buffer.concat([head, body]);
}
