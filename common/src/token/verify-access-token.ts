import { decode, verify, type Jwt } from 'jsonwebtoken';
import type { KeyRing } from '../config/key-ring';
import { isAccessTokenClaims, type AccessTokenClaims } from './claims';

/** What a token is checked against. */
export interface TokenContext {
  readonly keys: Pick<KeyRing, 'find'>;
  readonly issuer: string;
  readonly audience: string;
}

/** The `typ` of an access token (RFC 9068, section 2.1): it keeps other kinds of JWT out. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

const CLOCK_TOLERANCE_S = 5;

/**
 * Checks all of a token but its expiry: algorithm (pinned by the key that `kid` names), signature, `typ`, `iss`,
 * `aud` and the shape of the claims (RFC 8725). Expiry is asked separately, since an expired token of ours still
 * tells who it was for.
 * @returns the claims, or undefined for anything that is not one of our tokens
 */
export function verifyAccessToken(token: string, context: TokenContext): AccessTokenClaims | undefined {
  const header = readHeader(token);
  const key = typeof header?.kid === 'string' ? context.keys.find(header.kid) : undefined;
  // `crit` names extensions that must be understood, and we know none (RFC 7515, section 4.1.11).
  if (!header || !key || header.typ !== ACCESS_TOKEN_TYPE || header.crit !== undefined) return undefined;
  try {
    const claims = verify(token, key.key, {
      algorithms: [key.alg],
      issuer: context.issuer,
      audience: context.audience,
      ignoreExpiration: true,
    });
    return isAccessTokenClaims(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the token is past its expiry, with 5 s of tolerance for clocks that differ (RFC 7519, section 4.1.4). */
export function hasExpired({ exp }: Pick<AccessTokenClaims, 'exp'>): boolean {
  return Date.now() >= (exp + CLOCK_TOLERANCE_S) * 1000;
}

function readHeader(token: string): Jwt['header'] | undefined {
  try {
    return decode(token, { complete: true })?.header;
  } catch {
    return undefined;
  }
}
