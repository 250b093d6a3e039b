import { MessageError } from './message-error';

/** 401: a service asked without the credential of services (RFC 6749, section 5.2). */
export class InvalidClientError extends MessageError {
  readonly statusCode = 401;
  override readonly code = 'invalid_client';
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="latchkey internal"' };

  constructor() {
    super('Send the INTERNAL_TOKEN that the auth service has, as bearer token.');
  }
}
