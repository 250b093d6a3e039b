import { MessageError } from './message-error';

/**
 * 403: the caller is known, and may not do this.
 * @example
 * ```ts
 * import { ForbiddenError } from '@latchkey/common';
 *
 * throw new ForbiddenError('Only the owner can change a ticket.', 'not_the_owner');
 * ```
 */
export class ForbiddenError extends MessageError {
  readonly statusCode = 403;

  constructor(
    message = 'You are not allowed to do this.',
    override readonly code = 'forbidden',
  ) {
    super(message);
  }
}
