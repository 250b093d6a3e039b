import { MessageError } from '../errors/message-error';

/** 409: a follower cannot resume at this position on this replica. */
export class UnknownPositionError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'position_unknown';

  constructor() {
    super('This replica cannot resume at this position. Take the snapshot first.');
  }
}
