import { BadRequestError, ForbiddenError, NotAuthorizedError, NotFoundError } from '@latchkey/common';
import { MessageError } from '@latchkey/common/protocol';

/** 400: the same for an unknown email and a wrong password (OWASP authentication: no user enumeration). */
export class InvalidCredentialsError extends BadRequestError {
  constructor(message = 'The email or the password is not right.', code = 'invalid_credentials') {
    super(message, code);
  }
}

/** 400: tells that an address is taken; docs/security.md says why this exception is made. */
export class EmailInUseError extends BadRequestError {
  constructor() {
    super('This email is in use. Sign in instead, or take another.', 'email_in_use');
  }
}

/** 404: told to admins only. */
export class AccountNotFoundError extends NotFoundError {
  constructor() {
    super('There is no account with this id.');
  }
}

/** 409: told to an admin who invites an address. */
export class AccountExistsError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'email_in_use';

  constructor() {
    super('An account with this email exists already.');
  }
}

/** 403: SIGN_UP does not let this request sign up; nothing is looked up before. */
export class SignUpClosedError extends ForbiddenError {
  constructor(message: string) {
    super(message, 'sign_up_closed');
  }
}

/** 400: one answer for an invitation that was used, replaced or removed, has expired, never was, or is for another address. */
export class InvalidInvitationError extends BadRequestError {
  constructor() {
    super(
      'This invitation is not valid for this email. Sign in if you have signed up already, or ask for a new invitation.',
      'invalid_token',
    );
  }
}

/** 403: only after the right password or a right refresh token. */
export class BannedError extends ForbiddenError {
  constructor() {
    super('This account is banned.', 'banned');
  }
}

/** 403: an operator has set the password; told only after the right one. */
export class PasswordChangeRequiredError extends ForbiddenError {
  constructor() {
    super('This password is temporary. Sign in with it and a new one.', 'password_change_required');
  }
}

/**
 * 401 `token_expired`: an access token alone, where it takes more. The code lets clients refresh and repeat the request, by which a
 * browser gets the cookies that it lacks.
 */
export class SessionNotProvenError extends NotAuthorizedError {
  override readonly message =
    'An access token alone is not enough here. Send the refresh cookie or the account cookie of its session, or its refresh token in the header Refresh-Token. A browser gets its cookies by a refresh.';
  override readonly headers = {
    'WWW-Authenticate':
      'Bearer realm="latchkey", error="invalid_token", error_description="The session of the access token is not proven."',
  };

  constructor() {
    super('token_expired');
  }
}

/** 401: the session cannot be refreshed any more. */
export class SessionEndedError extends MessageError {
  readonly statusCode = 401;
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="latchkey"' };

  constructor(override readonly code: 'session_expired' | 'session_revoked') {
    super(
      code === 'session_expired'
        ? 'The session has expired. Sign in again.'
        : 'The session was ended. Sign in again.',
    );
  }
}

/** 409: nobody would be left to undo it. */
export class LastAdminError extends MessageError {
  readonly statusCode = 409;
  override readonly code = 'last_admin';

  constructor() {
    super('This is the last admin. Give another account the role admin first.');
  }
}

/** 429 (RFC 6585, section 4), with Retry-After in seconds. */
export class TooManyRequestsError extends MessageError {
  readonly statusCode = 429;
  override readonly code = 'too_many_requests';
  override readonly headers: { 'Retry-After': string };

  constructor(retryAfterMs: number) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    super(`Too many attempts. Try again in ${inWords(seconds)}.`);
    this.headers = { 'Retry-After': String(seconds) };
  }
}

function inWords(seconds: number): string {
  const [size, unit] = seconds > 5400 ? [3600, 'hours'] : seconds > 90 ? [60, 'minutes'] : [1, 'seconds'];
  return `${Math.ceil(seconds / size)} ${unit}`;
}

/** 405: the path is there, for other methods (RFC 9110, section 15.5.6). */
export class MethodNotAllowedError extends MessageError {
  readonly statusCode = 405;
  override readonly code = 'method_not_allowed';
  override readonly headers: { Allow: string };

  constructor(method: string, allowed: readonly string[]) {
    super(`This path does not take ${method}. Send ${allowed.join(' or ')}.`);
    this.headers = { Allow: allowed.join(', ') };
  }
}
