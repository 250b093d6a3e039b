import type { CauseOptions } from './custom-error';
import { MessageError } from './message-error';

/**
 * 503: a fault on our side that passes. Retry-After is in seconds (RFC 9110, section 10.2.3).
 * @example
 * ```ts
 * import { UnavailableError } from '@latchkey/common';
 *
 * throw new UnavailableError('The printer is busy. Try again in a minute.', 60);
 * ```
 */
export class UnavailableError extends MessageError {
  readonly statusCode = 503;
  override readonly code = 'unavailable';
  override readonly headers: { 'Retry-After': string };

  constructor(
    message = 'The service cannot do this right now. Try again shortly.',
    retryAfterSeconds = 2,
    options?: CauseOptions,
  ) {
    super(message, options);
    this.headers = { 'Retry-After': String(retryAfterSeconds) };
  }
}

/**
 * 503: the database cannot be reached. The cause is for the log.
 * @example
 * ```ts
 * import { DatabaseConnectionError } from '@latchkey/common';
 *
 * try {
 *   await database.ping();
 * } catch (cause) {
 *   throw new DatabaseConnectionError({ cause });
 * }
 * ```
 */
export class DatabaseConnectionError extends UnavailableError {
  constructor(options?: CauseOptions) {
    super(undefined, undefined, options);
  }
}
