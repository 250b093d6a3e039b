import { MessageError } from './message-error';

/**
 * 404: there is nothing at this path, or nothing that this caller may see.
 * @example
 * ```ts
 * import { NotFoundError } from '@latchkey/common';
 *
 * throw new NotFoundError('There is no such ticket.');
 * ```
 */
export class NotFoundError extends MessageError {
  readonly statusCode = 404;
  override readonly code = 'not_found';

  constructor(message = 'Not found. Check the method and the path.') {
    super(message);
  }
}
