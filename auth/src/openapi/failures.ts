/** What several operations say of their failures. */
export const CROSS_ORIGIN = '`cross_origin`';
export const NOT_SIGNED_IN =
  '`token_missing`, `token_expired` (also without a proof of the session), `token_revoked`, `token_invalid`';
/** Until 0.3.0 a password in the body does instead. */
export const NOT_FRESH =
  '`insufficient_user_authentication`: without a password, and the last proof is older than 10 minutes; also without the second factor that guards the account';
/** Where no password does instead. */
export const NOT_FRESH_SESSION =
  '`insufficient_user_authentication`: the last proof is older than 10 minutes, or without the second factor that guards the account';
/** Where factors change. */
export const NOT_FRESH_FACTORS =
  '`insufficient_user_authentication`: the last proof is older than 10 minutes, or without a factor where the account has any';
export const NOT_FRESH_ADMIN = `${NOT_FRESH_SESSION}; ${NOT_SIGNED_IN}`;
export const NOT_SIGNED_IN_ADMIN = `\`insufficient_user_authentication\`: the role counts only with a second factor; ${NOT_SIGNED_IN}`;
export const NO_FACTOR_CODE =
  '`factor_code_required`: the first factor needs the code of a mail or of an operator';
export const NO_FACTOR = '`no_factor`: there is neither an authenticator app nor a passkey';
export const LAST_CREDENTIAL = '`last_credential`: no other way to sign in would be left';
export const NO_CEREMONY =
  '`ceremony_expired`: not begun in this browser and session, too old, or too many attempts';
export const NO_CODE_CEREMONY =
  '`ceremony_expired`: not asked for in this browser, too old, used, or too many attempts';
export const TOO_MANY = '`too_many_requests`, with Retry-After';
export const LAST_ADMIN = '`last_admin`';
export const INVALID = '`validation_failed`';
export const INVALID_BODY = `${INVALID}, \`malformed_json\``;
export const NOT_FOUND = '`not_found`';
export const NO_ADMIN = '`forbidden`: not an admin';
export const TOO_LARGE = '`token_too_large`: no room for the roles and claims together';
