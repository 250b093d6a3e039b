import { MessageError } from '@latchkey/common/protocol';

/** 409: the owner could not sign in any more. */
export class LastCredentialError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'last_credential';

  constructor() {
    super('This is the last way to sign in to your account. Add another one first.');
  }
}
