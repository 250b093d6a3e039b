import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseConnectionError } from '@latchkey/common';
import type { ErrorRequestHandler } from 'express';
import { mongo, Mongoose, MongooseError, type Connection } from 'mongoose';
import type { Logger } from 'pino';

const RETRY_MS = 1000;

/** A connection that is not open yet. Without it operations fail at once: a request is not kept waiting for it. */
export function createConnection(): Connection {
  return new Mongoose({ bufferCommands: false, autoCreate: false, autoIndex: false }).createConnection();
}

/** Opens the connection, however long it takes; what is lost later the driver mends. Ends early when stopped. */
export async function connect(
  connection: Connection,
  uri: string,
  log: Logger,
  stop: AbortSignal,
): Promise<void> {
  const patience = { serverSelectionTimeoutMS: 2000, waitQueueTimeoutMS: 5000, socketTimeoutMS: 5000 };
  while (!stop.aborted) {
    try {
      await connection.openUri(uri, patience);
      return log.info('connected to MongoDB');
    } catch (error) {
      log.warn({ err: error }, 'MongoDB can not be reached; trying again');
      await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

/** Stands before the library's errorHandler and turns a database that is away into 503 with Retry-After. */
export const databaseErrors: ErrorRequestHandler = (error, _req, _res, next) => {
  next(isOutage(error) ? new DatabaseConnectionError({ cause: error }) : error);
};

function isOutage(error: unknown): boolean {
  // What the server answered is no outage, but for the answers of one that hands over to another.
  if (error instanceof mongo.MongoServerError) return error.hasErrorLabel('RetryableWriteError');
  // The bare MongooseError is that of an operation before the connection was open.
  if (error instanceof MongooseError) return error.name === 'MongooseError';
  // A socket that ends just when it is written to says so itself.
  return error instanceof mongo.MongoError || (error as NodeJS.ErrnoException).code === 'EPIPE';
}
