import type { TokenFailure } from '../authenticator';
import { MessageError } from './message-error';

const MESSAGES: Record<TokenFailure, string> = {
  token_missing:
    'Sign in first. Send the session cookie (unsafe requests only from the same origin) or a bearer token.',
  token_expired: 'The access token has expired. Refresh it and repeat the request.',
  token_revoked: 'The access token was revoked. Refresh it and repeat the request.',
  token_invalid: 'The access token is not valid. Sign in again.',
};

/** 401: nobody is signed in. The code tells whether a refresh can help; the challenge is RFC 6750's, section 3. */
export class NotAuthorizedError extends MessageError {
  readonly statusCode = 401;
  override readonly headers: { 'WWW-Authenticate': string };

  constructor(override readonly code: TokenFailure = 'token_missing') {
    super(MESSAGES[code]);
    const problem =
      code === 'token_missing' ? '' : `, error="invalid_token", error_description="${MESSAGES[code]}"`;
    this.headers = { 'WWW-Authenticate': `Bearer realm="latchkey"${problem}` };
  }
}
