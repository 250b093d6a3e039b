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

/** 409: recovery codes and a second factor at sign-in need an authenticator app or a passkey. */
export class NoFactorError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'no_factor';

  constructor() {
    super('Add an authenticator app or a passkey first.');
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

/**
 * 401: right so far, and a second factor is due. The ceremony's cookie comes with it. An older client does not take it for a sign-in.
 */
export class SecondFactorRequiredError extends MessageError {
  readonly statusCode = 401;
  override readonly code = 'second_factor_required';
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="latchkey"' };
  override readonly members: { readonly factors: readonly string[] };

  /** @param factors by what it can be proven */
  constructor(factors: readonly string[]) {
    super('Prove a second factor to sign in.');
    this.members = { factors };
  }
}
