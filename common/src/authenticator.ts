import type { IncomingMessage } from 'node:http';
import type { KeyRing } from './config/key-ring';
import { readBearer } from './request/bearer';
import { decodeSessionCookie, readCookie, sessionCookieName, type CookieSettings } from './request/cookies';
import { isUnsafeCrossOrigin } from './request/cross-origin';
import type { Revocations } from './revocations';
import { rememberVerified, type VerifiedToken } from './token/verified-tokens';
import { hasExpired, readRetiredToken, verifyAccessToken } from './token/verify-access-token';

/** Why a request is nobody's. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';

/** What the credentials of a request came to. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };

export interface AuthenticatorSettings extends CookieSettings {
  readonly keys: KeyRing;
  readonly issuer: string;
  readonly audience: string;
  readonly trustedOrigins: readonly string[];
  readonly revocations?: Revocations | undefined;
}

/** Larger than any cookie a browser keeps (RFC 6265, section 6.1), so larger than any token of ours. */
const MOST_TOKEN_CHARACTERS = 4096;

/**
 * Makes the function that reads who a request is from. A bearer token decides alone; without one the session cookie
 * does, unless the request is an unsafe one from another origin.
 */
export function createAuthenticator(
  settings: AuthenticatorSettings,
): (req: IncomingMessage) => Authentication {
  const { trustedOrigins, revocations } = settings;
  const cookieName = sessionCookieName(settings);
  const judgeBearer = judgeOf((raw) => raw);
  const judgeCookie = judgeOf((raw) => decodeSessionCookie(raw) ?? '');

  /** Makes the judge of raw values of one kind; `unwrap` takes the token out of one. */
  function judgeOf(unwrap: (raw: string) => string) {
    const verified = rememberVerified((raw) => verifyAccessToken(unwrap(raw), settings));
    return (raw: string): Authentication => {
      if (raw.length > MOST_TOKEN_CHARACTERS) return { failure: 'token_invalid' };
      const token = verified(raw);
      if (!token)
        return { failure: readRetiredToken(unwrap(raw), settings) ? 'token_expired' : 'token_invalid' };
      // Both are asked each time: what was true when the token was remembered may have ended since.
      if (hasExpired(token.claims)) return { failure: 'token_expired' };
      return revocations?.isRevoked(token.claims) ? { failure: 'token_revoked' } : token;
    };
  }

  return function authenticate(req) {
    const bearer = readBearer(req.headers.authorization);
    if (bearer !== undefined) return judgeBearer(bearer);
    const cookie = readCookie(req.headers.cookie, cookieName);
    if (cookie === undefined || isUnsafeCrossOrigin(req, trustedOrigins)) return { failure: 'token_missing' };
    return judgeCookie(cookie);
  };
}
