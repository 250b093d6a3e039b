import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, DatabaseConnectionError } from '@latchkey/common';
import type { OutageLog } from '@latchkey/common/server';
import type { ErrorRequestHandler } from 'express';
import { mongo, Mongoose, MongooseError, type Connection } from 'mongoose';

const RETRY_MS = 1000;

/** Codes of a server that does not let its client in: not authorized, authentication failed, and Atlas's for the latter. */
const ACCESS_CODES = new Set<unknown>([13, 18, 8000]);

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
  while (!stop.aborted) {
    try {
      return void (await connection.openUri(uri, patience));
    } catch (error) {
      if (isAccessRefused(error))
        throw new ConfigurationError([
          'MONGO_URI has a user or a password that MongoDB refuses; compare them with those of the server',
        ]);
      outages.away(error);
      await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

/** Stands before the library's errorHandler and turns a database that is away into 503 with Retry-After. */
export function databaseErrors(outages: OutageLog): ErrorRequestHandler {
  return (error, _req, _res, next) => {
    if (!isOutage(error)) return next(error);
    outages.away(error);
    next(new DatabaseConnectionError());
  };
}

function isAccessRefused(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && ACCESS_CODES.has(error.code);
}

function isOutage(error: unknown): boolean {
  // What the server answered is no outage, but for one that hands over to another or whose password was changed.
  if (error instanceof mongo.MongoServerError)
    return error.hasErrorLabel('RetryableWriteError') || isAccessRefused(error);
  // The bare MongooseError is that of an operation before the connection was open.
  if (error instanceof MongooseError) return error.name === 'MongooseError';
  // A socket that ends just when it is written to says so itself.
  return error instanceof mongo.MongoError || (error as NodeJS.ErrnoException).code === 'EPIPE';
}
