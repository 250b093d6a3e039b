import { MessageError } from './message-error';

/** 400: the request can't be done as it was sent. */
export class BadRequestError extends MessageError {
  readonly statusCode = 400;

  constructor(
    message: string,
    override readonly code = 'bad_request',
  ) {
    super(message);
  }
}
