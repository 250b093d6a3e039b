import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '@latchkey/common';
import type { OutageLog } from '@latchkey/common/server';
import mongoose, { mongo, type Connection } from 'mongoose';

export type { Connection };

const RETRY_MS = 1000;

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

/** Codes of a server that is there but can't serve now: stepping down, shutting down, recovering, cut off from others. */
const TRANSIENT_SERVER_CODES = new Set([
  6, 7, 64, 89, 91, 133, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** Codes of a server that does not let its client in: not authorized, authentication failed, and Atlas's for the latter. */
const ACCESS_CODES = new Set([13, 18, 8000]);

const REFUSED =
  'MONGO_URI has a user or a password that MongoDB refuses, or a user without rights on its database; compare them, and authSource, with those of the server';

/** Where the name of the database begins in a URI, behind `scheme://user:password@hosts/`. */
const DATABASE_NAME = /^[^/]+:\/\/(?:[^@]*@)?[^/?@]+\/[^?#]/;

/** Codes of a socket's own errors, which the driver hands on as they are when it was just about to write. */
const SOCKET_CODES = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ETIMEDOUT']);

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
 * Opens the connection and keeps trying until it is open; later losses the driver mends by itself.
 * @returns once MongoDB has answered, or once `signal` is aborted
 * @throws ConfigurationError when MongoDB refuses the user or the password
 */
export async function connect(
  connection: Connection,
  uri: string,
  outages: OutageLog,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await open(connection, uri);
      return outages.back();
    } catch (error) {
      throwIfRefused(error);
      outages.away(error);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether MongoDB answered when it was last asked, which the driver does every few seconds. */
export function isConnected(connection: Connection): boolean {
  return connection.readyState === mongoose.ConnectionStates.connected;
}

/** @throws ConfigurationError when the error is that MongoDB does not let this service in; for use at start only */
export function throwIfRefused(error: unknown): void {
  if (isAccessRefused(error)) throw new ConfigurationError([REFUSED]);
}

/**
 * Whether the error means that MongoDB cannot be used for now, so that trying again later can help: it is away, or
 * refuses a password that was changed while the service runs.
 */
export function isOutage(error: unknown): boolean {
  // A bulk write wraps whatever befell it in an error of the server; only one that the server sent has a number.
  if (error instanceof mongo.MongoBulkWriteError && typeof error.code !== 'number') return true;
  if (error instanceof mongo.MongoServerError)
    return TRANSIENT_SERVER_CODES.has(Number(error.code)) || isAccessRefused(error);
  if (error instanceof mongo.MongoError) return true;
  // Mongoose's own, for an operation before the first connection and for a selection that timed out.
  if (error instanceof mongoose.Error.MongooseServerSelectionError || isBareMongooseError(error)) return true;
  return SOCKET_CODES.has((error as NodeJS.ErrnoException | undefined)?.code);
}

/** Whether a unique index refused the write. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11000;
}

function isAccessRefused(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && ACCESS_CODES.has(Number(error.code));
}

function isBareMongooseError(error: unknown): boolean {
  return error instanceof mongoose.Error && error.name === 'MongooseError';
}
