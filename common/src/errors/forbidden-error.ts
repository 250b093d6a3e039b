import { MessageError } from './message-error';

/** 403: the caller is known, and may not do this. */
export class ForbiddenError extends MessageError {
  readonly statusCode = 403;

  constructor(
    message = 'You are not allowed to do this.',
    override readonly code = 'forbidden',
  ) {
    super(message);
  }
}
