import { CustomError, type ErrorItem } from './custom-error';

/**
 * 400: the request cannot be done as it was sent.
 * @example
 * ```ts
 * import { BadRequestError } from '@latchkey/common';
 *
 * throw new BadRequestError('Choose a later date.', 'date_in_past', 'date');
 * ```
 */
export class BadRequestError extends CustomError {
  readonly statusCode = 400;

  constructor(
    message: string,
    override readonly code = 'bad_request',
    /** The field that is wrong, where it is one. */
    readonly field?: string,
  ) {
    super(message);
  }

  /** The message, with its field. */
  serializeErrors(): ErrorItem[] {
    return [{ message: this.message, ...(this.field !== undefined && { field: this.field }) }];
  }
}
