import { BadRequestError, ForbiddenError } from '@latchkey/common';
import { MessageError } from '@latchkey/common/protocol';
import { InvalidCredentialsError } from '../errors';

/** 400: one answer for a token of a mail that was used, is too old or replaced, never was, or is of somebody else. */
export class InvalidTokenError extends BadRequestError {
  constructor() {
    super('This link is not valid any more. Ask for a new one.', 'invalid_token');
  }
}

/** 403: the link was opened elsewhere than in the browser that asked for it, so a password of its reader takes the place of the old one. */
export class NewPasswordRequiredError extends ForbiddenError {
  constructor() {
    super('Choose a new password, and send it with the token of the link.', 'new_password_required');
  }
}

/** 400: a code of a mail that is not right. It counts as a failure, as a wrong password does. */
export class InvalidCodeError extends InvalidCredentialsError {
  constructor() {
    super('The code is not right.', 'invalid_code');
  }
}

/** 401: the right password of an account whose address has to be verified first. A mail with the link is on its way. */
export class VerifyEmailError extends MessageError {
  readonly statusCode = 401;
  override readonly code = 'verify_email';
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="latchkey"' };

  constructor() {
    super('Verify your email first: open the link of the mail that we sent you.');
  }
}
