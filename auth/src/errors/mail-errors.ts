import { BadRequestError } from '@latchkey/common';

/** 400: one answer for a token of a mail that was used, is too old or replaced, never was, or is of somebody else. */
export class InvalidTokenError extends BadRequestError {
  constructor() {
    super('This link is not valid any more. Ask for a new one.', 'invalid_token');
  }
}
