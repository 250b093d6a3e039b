import { ForbiddenError } from '@latchkey/common';
import { MessageError } from '@latchkey/common/protocol';

/** 409: the owner could not sign in any more. */
export class LastCredentialError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'last_credential';

  constructor() {
    super('This is the last way to sign in to your account. Add another one first.');
  }
}

/** 403: a thief of the password must not add what the account's roles depend on, so it takes a code of a mail or of an operator. */
export class FactorCodeRequiredError extends ForbiddenError {
  constructor() {
    super(
      'The first factor of this account needs a code. Ask for a mail with it, or ask an operator.',
      'factor_code_required',
    );
  }
}
