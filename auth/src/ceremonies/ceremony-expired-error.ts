import { MessageError } from '@latchkey/common/protocol';

/** 401: the step that a browser was in the middle of is over: it took too long, had too many attempts, or was never begun. */
export class CeremonyExpiredError extends MessageError {
  readonly statusCode = 401;
  override readonly code = 'ceremony_expired';
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="latchkey"' };

  constructor() {
    super('This took too long, or too many attempts. Begin again.');
  }
}
