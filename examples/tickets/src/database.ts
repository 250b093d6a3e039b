import { ConfigurationError } from '@latchkey/common';
import { isDatabaseAccessRefused, retryUntilDone, type OutageLog } from '@latchkey/common/server';
import { mongo, Mongoose, type Connection } from 'mongoose';

const REFUSED =
  'MONGO_URI has a user or a password that MongoDB refuses; compare them with those of the server';

/** Whether the driver can read a URI and takes its name of a database; it is not connected to. */
export function isMongoUri(uri: string): boolean {
  try {
    new mongo.MongoClient(uri).db();
    return true;
  } catch {
    return false;
  }
}

/** A connection that is not open yet. Without it operations fail at once: a request is not kept waiting for it. */
export function createConnection(): Connection {
  return new Mongoose({ bufferCommands: false, autoCreate: false, autoIndex: false }).createConnection();
}

/**
 * Opens the connection, however long it takes; what is lost later the driver mends. Ends early when stopped.
 * @throws ConfigurationError when MongoDB refuses the user or the password
 */
export async function connect(
  connection: Connection,
  uri: string,
  outages: OutageLog,
  stop: AbortSignal,
): Promise<void> {
  connection.on('connected', () => outages.back());
  const patience = { serverSelectionTimeoutMS: 2000, waitQueueTimeoutMS: 5000, socketTimeoutMS: 5000 };
  const onFault = (error: unknown) => {
    if (isDatabaseAccessRefused(error)) throw new ConfigurationError([REFUSED]);
    outages.away(error);
  };
  await retryUntilDone(() => connection.openUri(uri, patience), onFault, stop);
}
