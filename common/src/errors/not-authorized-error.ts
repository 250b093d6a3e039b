import { MessageError } from './message-error';
import type { TokenFailure } from './token-failure';

const MESSAGES: Record<TokenFailure, string> = {
  token_missing:
    'Sign in first. Send the session cookie (unsafe requests only from the same origin) or a bearer token.',
  token_expired: 'The access token has expired. Refresh it and repeat the request.',
  token_revoked: 'The access token was revoked. Refresh it and repeat the request.',
  token_invalid: 'The access token is not valid. Sign in again.',
};
const NEUTRAL_MESSAGE = 'You are not authorized to do this. Sign in with an account that is.';

/**
 * 401: the request is unauthenticated, or its user may not do this. Without a code of a token it is `not_authorized`, with
 * a neutral text or the one given. The codes of tokens are the library's own: they say whether a refresh can help. The
 * challenge is RFC 6750's, section 3.
 * @example
 * ```ts
 * import { NotAuthorizedError } from '@latchkey/common';
 *
 * if (!req.currentUser) throw new NotAuthorizedError();
 * ```
 */
export class NotAuthorizedError extends MessageError {
  readonly statusCode = 401;
  override readonly code: TokenFailure | 'not_authorized';
  override readonly headers: { 'WWW-Authenticate': string };

  /** @param codeOrMessage a code of a token's failure, or a message for the caller */
  constructor(codeOrMessage: TokenFailure | (string & {}) = NEUTRAL_MESSAGE) {
    super(isTokenFailure(codeOrMessage) ? MESSAGES[codeOrMessage] : codeOrMessage);
    this.code = isTokenFailure(codeOrMessage) ? codeOrMessage : 'not_authorized';
    this.headers = { 'WWW-Authenticate': `Bearer realm="latchkey"${problemOf(codeOrMessage)}` };
  }
}

function problemOf(code: string): string {
  if (!isTokenFailure(code) || code === 'token_missing') return '';
  return `, error="invalid_token", error_description="${MESSAGES[code]}"`;
}

function isTokenFailure(text: string): text is TokenFailure {
  return Object.hasOwn(MESSAGES, text);
}
