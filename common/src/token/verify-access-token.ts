import { decode, verify, type Jwt } from 'jsonwebtoken';
import { parseDuration } from '../config/duration';
import type { KeySet } from '../keys/key-ring';
import { isAccessTokenClaims, type AccessTokenClaims } from './claims';

/** What a token is checked against. */
export interface TokenContext {
  readonly keys: KeySet;
  readonly issuer: string;
  readonly audience: string;
}

/** The `typ` of an access token (RFC 9068, section 2.1): it keeps other kinds of JWT out. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** The longest life of an access token: what one of a leaked key can claim, and how long lists keep what was revoked. */
export const MAX_ACCESS_TTL = '24h';

const MAX_LIFETIME_S = parseDuration(MAX_ACCESS_TTL) / 1000;
const CLOCK_TOLERANCE_S = 5;
/** How far the clock that issued a token may be ahead of this one (RFC 4120, section 1.6, lets clocks differ as much). */
const MAX_CLOCK_SKEW_S = 300;

/**
 * Checks all of a token but its expiry: algorithm (pinned by the key that `kid` names), signature, `typ`, `iss`,
 * `aud` and the shape of the claims (RFC 8725). Expiry is asked separately, since an expired token of ours still
 * tells who it was for.
 * @returns the claims, or undefined for anything that is not one of our tokens
 */
export function verifyAccessToken(token: string, context: TokenContext): AccessTokenClaims | undefined {
  const header = readUnverified(token)?.header;
  const key = typeof header?.kid === 'string' ? context.keys.find(header.kid) : undefined;
  // `crit` names extensions that must be understood, and we know none (RFC 7515, section 4.1.11).
  if (!header || !key || header.typ !== ACCESS_TOKEN_TYPE || header.crit !== undefined) return undefined;
  try {
    const claims = verify(token, key.key, { algorithms: [key.alg], ignoreExpiration: true });
    return isAccessTokenClaims(claims) && isForUs(claims, context) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads an expired token whose key is not in the ring, **unverified**. A key leaves the ring after its last token has
 * expired, so a user who was away meanwhile returns with such a token. It is not accepted; this only tells "expired" from
 * "invalid", so that a client tries to refresh, which hangs on the refresh token and on no key.
 * @returns the claims, which anyone can have made up, or undefined for any other token
 */
export function readRetiredToken(token: string, context: TokenContext): AccessTokenClaims | undefined {
  const claims = readUnknown(token, context);
  return claims && hasExpired(claims) ? claims : undefined;
}

/** Whether a token would be good, were its key in the ring. Keys are not fetched for a token that would be rejected anyway. */
export function isOfUnknownKey(token: string, context: TokenContext): boolean {
  const claims = readUnknown(token, context);
  return claims !== undefined && !hasExpired(claims);
}

/** The claims of a token of ours whose key is not in the ring, **unverified**. */
function readUnknown(token: string, context: TokenContext): AccessTokenClaims | undefined {
  const { header, payload } = readUnverified(token) ?? {};
  const isUnknown = typeof header?.kid === 'string' && !context.keys.find(header.kid);
  if (!isUnknown || header.typ !== ACCESS_TOKEN_TYPE || !isAccessTokenClaims(payload)) return undefined;
  return isForUs(payload, context) ? payload : undefined;
}

/** Asked here, since jsonwebtoken skips the check against an issuer or audience that is empty. */
function isForUs({ iss, aud }: AccessTokenClaims, { issuer, audience }: TokenContext): boolean {
  return iss === issuer && aud === audience;
}

/**
 * Whether the token is past its expiry, with 5 s of tolerance for clocks that differ (RFC 7519, section 4.1.4). One that
 * claims a time which no token of ours has, too long or yet to come, counts as expired: it lets nobody in, and a client
 * that has it because of a wrong clock or setting refreshes.
 */
export function hasExpired({ iat, exp }: Pick<AccessTokenClaims, 'iat' | 'exp'>): boolean {
  const now = Date.now() / 1000;
  return now >= exp + CLOCK_TOLERANCE_S || exp - iat > MAX_LIFETIME_S || iat > now + MAX_CLOCK_SKEW_S;
}

function readUnverified(token: string): Jwt | undefined {
  try {
    return decode(token, { complete: true }) ?? undefined;
  } catch {
    return undefined;
  }
}
