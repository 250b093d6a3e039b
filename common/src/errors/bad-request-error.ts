import { CustomError, type ErrorItem } from './custom-error';

/** 400: the request can't be done as it was sent. */
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

  serializeErrors(): ErrorItem[] {
    return [{ message: this.message, ...(this.field !== undefined && { field: this.field }) }];
  }
}
