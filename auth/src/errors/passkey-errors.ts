import { MessageError } from '@latchkey/common/protocol';
import { InvalidCredentialsError } from '../errors';

/**
 * 400: one answer for a passkey that is unknown, removed or another account's, and for a proof with anything wrong. It counts as a
 * failure, as a wrong password does.
 */
export class InvalidPasskeyError extends InvalidCredentialsError {
  /** @param reason what logs and the log of events tell beside it */
  constructor(readonly reason?: 'counter_went_back') {
    super('This passkey did not work. Try again, or use another one.', 'invalid_passkey');
  }
}

/** 409: an account has no more passkeys. */
export class TooManyPasskeysError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'too_many_passkeys';

  constructor(max: number) {
    super(`An account has at most ${max} passkeys. Remove one first.`);
  }
}
