/**
 * What the client says by itself.
 * - `aborted`: the caller's signal was aborted.
 * - `timeout`: there was no whole answer within `timeoutMs`, or within the caller's `AbortSignal.timeout`.
 * - `unreachable`: there was no answer.
 * - `misconfigured`: the client cannot send this; the message says what to change.
 * - `unexpected_answer`: the answer was none of the auth service, such as HTML of a proxy, nothing, or half of one.
 * - `service_error`: the answer has a code that this version does not know, or one of a service of yours: see `serviceCode`.
 */
type ClientCode =
  'aborted' | 'timeout' | 'unreachable' | 'misconfigured' | 'unexpected_answer' | 'service_error';

/** What the auth service and the library answer; docs of each are in the OpenAPI document. */
const API_CODES = [
  'bad_request',
  'banned',
  'ceremony_expired',
  'cross_origin',
  'email_in_use',
  'email_not_verified',
  'factor_code_required',
  'forbidden',
  'insufficient_user_authentication',
  'internal_error',
  'invalid_code',
  'invalid_credentials',
  'invalid_passkey',
  'invalid_return_to',
  'invalid_token',
  'last_admin',
  'last_credential',
  'malformed_json',
  'method_not_allowed',
  'new_password_required',
  'no_factor',
  'not_a_navigation',
  'not_authorized',
  'not_found',
  'password_change_required',
  'payload_too_large',
  'second_factor_required',
  'session_expired',
  'session_revoked',
  'several_hosts',
  'sign_up_closed',
  'token_expired',
  'token_invalid',
  'token_missing',
  'token_revoked',
  'token_too_large',
  'too_many_passkeys',
  'too_many_requests',
  'unavailable',
  'unsupported_media_type',
  'validation_failed',
  'verify_email',
] as const;

/** All codes that a LatchkeyError can have. */
export type ErrorCode = ClientCode | (typeof API_CODES)[number];

const KNOWN: ReadonlySet<string> = new Set(API_CODES);

/** Whether it is a code of the auth service or the library. */
export function isApiCode(code: string): code is (typeof API_CODES)[number] {
  return KNOWN.has(code);
}
