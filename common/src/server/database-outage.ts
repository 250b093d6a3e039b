/**
 * Codes of a server that is there but cannot serve now: it steps down, shuts down, recovers or is cut off from the others.
 * The driver has most of them as retryable errors of reads (`RETRYABLE_READ_ERROR_CODES` in its `lib/error.js`). The others are
 * a write that the majority did not confirm in time (64), a primary that is not found (133), and the older form of 10107 (10058).
 */
const TRANSIENT_CODES = new Set<unknown>([
  6, 7, 64, 89, 91, 133, 134, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);

/** What the server or the driver attaches to an error after which the same operation can succeed. */
const TRANSIENT_LABELS = ['RetryableWriteError', 'RetryableError', 'TransientTransactionError'];

/** Codes of a server that does not let its client in: not authorized, authentication failed, and Atlas's for the latter. */
const ACCESS_CODES = new Set<unknown>([13, 18, 8000]);

/** Codes of a socket's own errors, which the driver hands on as they are when it was just about to write. */
const SOCKET_CODES = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ETIMEDOUT']);

/** Errors that a server sent. All others of the driver are its own. */
const SERVER_ERRORS = new Set<unknown>([
  'MongoServerError',
  'MongoWriteConcernError',
  'MongoBulkWriteError',
  'MongoClientBulkWriteError',
]);

/** Errors of the driver about how it was called, which no waiting mends. */
const MISUSE = new Set<unknown>([
  'MongoCompatibilityError',
  'MongoCursorExhaustedError',
  'MongoCursorInUseError',
  'MongoInvalidArgumentError',
  'MongoMissingCredentialsError',
  'MongoMissingDependencyError',
  'MongoParseError',
  'MongoTailableCursorError',
  'MongoTransactionError',
]);

/**
 * Mongoose's own: an operation before the connection was open, for which it has no class, and a server that was not found.
 * Its other errors, such as a document that is not valid, have names of their own.
 */
const MONGOOSE_OUTAGES = new Set<unknown>(['MongooseError', 'MongooseServerSelectionError']);

interface DatabaseError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly errorLabels?: unknown;
  readonly result?: { readonly writeConcernError?: { readonly code?: unknown } };
}

/**
 * Whether an error of mongoose or of MongoDB's driver means that MongoDB cannot be used for now, so that trying again later can
 * help: it is away, elects a primary, shuts down, or refuses a password that was changed while the service runs. Such a request
 * is answered with 503. An error is told by its name, code and labels, whichever copy of the driver it comes from.
 * @example
 * ```ts
 * import { DatabaseConnectionError } from '@latchkey/common';
 * import { isDatabaseOutage } from '@latchkey/common/server';
 *
 * function toAnswer(error: unknown): unknown {
 *   return isDatabaseOutage(error) ? new DatabaseConnectionError() : error;
 * }
 * ```
 */
export function isDatabaseOutage(error: unknown): boolean {
  const { name, code } = asDatabaseError(error);
  if (MONGOOSE_OUTAGES.has(name)) return true;
  if (!isOfDriver(name)) return SOCKET_CODES.has(code);
  if (hasTransientLabel(error)) return true;
  // A bulk write wraps whatever befell it in an error of the server; only one that the server sent has a number.
  if (SERVER_ERRORS.has(name) && (name !== 'MongoBulkWriteError' || typeof code === 'number'))
    return TRANSIENT_CODES.has(codeOf(error)) || isDatabaseAccessRefused(error);
  return !MISUSE.has(name);
}

/**
 * Whether MongoDB does not let this service in: its user, its password or the rights of its user are wrong. At start this is a
 * fault of the configuration; later it is an outage.
 * @example
 * ```ts
 * import { ConfigurationError } from '@latchkey/common';
 * import { isDatabaseAccessRefused } from '@latchkey/common/server';
 *
 * function checkStart(error: unknown): void {
 *   if (isDatabaseAccessRefused(error)) throw new ConfigurationError(['MONGO_URI has a wrong password']);
 * }
 * ```
 */
export function isDatabaseAccessRefused(error: unknown): boolean {
  return isOfDriver(asDatabaseError(error).name) && ACCESS_CODES.has(codeOf(error));
}

function isOfDriver(name: unknown): boolean {
  return typeof name === 'string' && /^Mongo(?!ose)/.test(name);
}

function codeOf(error: unknown): unknown {
  const { code, result } = asDatabaseError(error);
  return result?.writeConcernError?.code ?? code;
}

function hasTransientLabel(error: unknown): boolean {
  const { errorLabels } = asDatabaseError(error);
  return (
    Array.isArray(errorLabels) && errorLabels.some((label) => TRANSIENT_LABELS.includes(label as string))
  );
}

function asDatabaseError(error: unknown): DatabaseError {
  return typeof error === 'object' && error !== null ? error : {};
}
