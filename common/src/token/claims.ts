import type { CustomClaims } from '../custom-claims';

/** The claims of an access token (RFC 7519, RFC 9068). */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  /** The user's id. */
  readonly sub: string;
  /** The session that the token belongs to. */
  readonly sid: string;
  /** The user's token generation: a token is dead once the user's counter is above it. */
  readonly gen: number;
  readonly email: string;
  readonly roles: readonly string[];
  /** What admins have set on the account; absent where that is nothing. A name in it means nothing to JWT itself. */
  readonly claims?: CustomClaims | undefined;
  /** When the user last proved who they are, in seconds since 1970. An older auth service does not say. */
  readonly auth_time?: number | undefined;
  /** How they did: `pwd`, `email` and others (RFC 8176). */
  readonly amr?: readonly string[] | undefined;
  /** What that is worth: `aal1`, or `aal2` with a second factor. Absent, or another text, counts as `aal1`. */
  readonly acr?: string | undefined;
  /** Whether the user has proven that the email is theirs. An older auth service does not say. */
  readonly email_verified?: boolean | undefined;
  /** Whether roles of the account are left out until a second factor is proven (`MFA_ROLES`); absent where none are. */
  readonly roles_withheld?: boolean | undefined;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Whether a verified payload has the shape of an access token: a valid signature says nothing about it. */
export function isAccessTokenClaims(payload: unknown): payload is AccessTokenClaims {
  if (typeof payload !== 'object' || payload === null) return false;
  const claims = payload as Record<string, unknown>;
  return (
    ['iss', 'aud', 'sub', 'sid', 'email', 'jti'].every((name) => typeof claims[name] === 'string') &&
    ['gen', 'iat', 'exp'].every((name) => Number.isSafeInteger(claims[name])) &&
    isListOfTexts(claims.roles) &&
    (claims.claims === undefined || isObject(claims.claims)) &&
    (claims.auth_time === undefined || Number.isSafeInteger(claims.auth_time)) &&
    (claims.amr === undefined || isListOfTexts(claims.amr)) &&
    (claims.acr === undefined || typeof claims.acr === 'string') &&
    (claims.email_verified === undefined || typeof claims.email_verified === 'boolean') &&
    (claims.roles_withheld === undefined || typeof claims.roles_withheld === 'boolean')
  );
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
