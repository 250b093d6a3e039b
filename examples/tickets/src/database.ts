import { ConfigurationError } from '@latchkey/common';
import {
  isDatabaseAccessRefused,
  mendSilentDriver,
  retryUntilDone,
  type OutageLog,
} from '@latchkey/common/server';
import { mongo, Mongoose, type Connection } from 'mongoose';

const REFUSED =
  'MONGO_URI has a user or a password that MongoDB refuses; compare them with those of the server';

/** A MongoDB that is away, or there but silent, holds no request for long. */
const TIMEOUTS = {
  serverSelectionTimeoutMS: 2000,
  waitQueueTimeoutMS: 5000,
  connectTimeoutMS: 2000,
  socketTimeoutMS: 5000,
};

/** Where the name of the database begins in a URI, behind `scheme://user:password@hosts/`. */
const DATABASE_NAME = /^[^/]+:\/\/(?:[^@]*@)?[^/?@]+\/[^?#]/;

/**
 * Says what is wrong with the URI of a database, without connecting to it.
 * @returns a message, which does not repeat the URI since that may hold a password, or undefined when the URI is fine
 */
export function validateMongoUri(uri: string): string | undefined {
  try {
    new mongo.MongoClient(uri).db();
  } catch {
    return 'must be like mongodb://user:password@host:27017/tickets, special characters percent-encoded';
  }
  if (!DATABASE_NAME.test(uri))
    return 'must name a database behind the hosts, as in mongodb://host:27017/tickets';
  return undefined;
}

/** A connection that is not open yet. Without it operations fail at once: a request is not kept waiting for it. */
export function createConnection(): Connection {
  return new Mongoose({ bufferCommands: false, autoCreate: false, autoIndex: false }).createConnection();
}

/**
 * Opens the connection, however long it takes. What is lost later the driver mends, or it is opened anew. Ends early when stopped.
 * @throws ConfigurationError for a user or a password that MongoDB refuses
 */
export async function connect(
  connection: Connection,
  uri: string,
  outages: OutageLog,
  stop: AbortSignal,
): Promise<void> {
  async function keepOpen(onFault: (error: unknown) => void): Promise<void> {
    await retryUntilDone(() => connection.openUri(uri, TIMEOUTS), onFault, stop);
    // A password that has been changed since the start is an outage.
    if (!stop.aborted) mendSilentDriver(connection, () => keepOpen((error) => outages.away(error)), stop);
  }

  connection.on('connected', () => outages.back());
  await keepOpen((error) => {
    if (isDatabaseAccessRefused(error)) throw new ConfigurationError([REFUSED]);
    outages.away(error);
  });
}
