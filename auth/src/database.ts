import { ConfigurationError } from '@latchkey/common';
import {
  isDatabaseAccessRefused,
  mendSilentDriver,
  retryUntilDone,
  type OutageLog,
} from '@latchkey/common/server';
import mongoose, { mongo, type Connection } from 'mongoose';

export type { Connection };

const OPTIONS = {
  // A MongoDB that is away, or there but silent, must hold neither a request nor a drain for long.
  serverSelectionTimeoutMS: 2000,
  waitQueueTimeoutMS: 2000,
  connectTimeoutMS: 2000,
  socketTimeoutMS: 5000,
  heartbeatFrequencyMS: 2000,
  bufferCommands: false,
  writeConcern: { w: 'majority' },
  // Whatever the URI says: a secondary may not know of a ban yet.
  readPreference: 'primary',
  autoIndex: false,
  autoCreate: false,
} as const;

const REFUSED =
  'MONGO_URI has a user or a password that MongoDB refuses, or a user without rights on its database; compare them, and authSource, with those of the server';

/** Where the name of the database begins in a URI, behind `scheme://user:password@hosts/`. */
const DATABASE_NAME = /^[^/]+:\/\/(?:[^@]*@)?[^/?@]+\/[^?#]/;

/** Whether the driver can read a URI and takes its name of a database; it is not connected to. */
export function isMongoUri(uri: string): boolean {
  try {
    new mongo.MongoClient(uri).db();
    return true;
  } catch {
    return false;
  }
}

/** Whether a URI says which database; a driver that is not told takes `test`. */
export function namesDatabase(uri: string): boolean {
  return DATABASE_NAME.test(uri);
}

/** A connection that is not open yet. While it is opening, operations fail at once instead of waiting. */
export function createConnection(): Connection {
  return mongoose.createConnection();
}

/**
 * Opens the connection.
 * @throws Error when MongoDB does not answer in a few seconds
 */
export async function open(connection: Connection, uri: string): Promise<void> {
  await connection.openUri(uri, OPTIONS);
}

/**
 * Opens the connection and keeps trying until it is open. Later losses the driver mends by itself, or it is opened anew.
 * @returns once MongoDB has answered, or once `signal` is aborted
 * @throws ConfigurationError when MongoDB refuses the user or the password
 */
export async function connect(
  connection: Connection,
  uri: string,
  outages: OutageLog,
  signal: AbortSignal,
): Promise<void> {
  async function keepOpen(onFault: (error: unknown) => void): Promise<void> {
    await retryUntilDone(() => open(connection, uri), onFault, signal);
    if (signal.aborted) return;
    outages.back();
    // A password that has been changed since the start is an outage.
    mendSilentDriver(connection, () => keepOpen((error) => outages.away(error)), signal);
  }

  await keepOpen((error) => {
    throwIfRefused(error);
    outages.away(error);
  });
}

/** Whether MongoDB answered when it was last asked, which the driver does every few seconds. */
export function isConnected(connection: Connection): boolean {
  return connection.readyState === mongoose.ConnectionStates.connected;
}

/** @throws ConfigurationError when the error is that MongoDB does not let this service in; for use at start only */
export function throwIfRefused(error: unknown): void {
  if (isDatabaseAccessRefused(error)) throw new ConfigurationError([REFUSED]);
}

/** Whether a unique index refused the write. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11000;
}
