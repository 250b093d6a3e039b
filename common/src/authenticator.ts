import type { IncomingMessage } from 'node:http';
import type { KeyRing } from './config/key-ring';
import { readBearer } from './request/bearer';
import { decodeSessionCookie, readCookie, sessionCookieName, type CookieSettings } from './request/cookies';
import { isUnsafeCrossOrigin } from './request/cross-origin';
import type { Revocations } from './revocations';
import { rememberVerified, type VerifiedToken } from './token/verified-tokens';
import { hasExpired, verifyAccessToken } from './token/verify-access-token';

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
  const fromBearer = rememberVerified((token) => verifyAccessToken(token, settings));
  const fromCookie = rememberVerified((value) => {
    const token = decodeSessionCookie(value);
    return token === undefined ? undefined : verifyAccessToken(token, settings);
  });

  function judge(
    raw: string | undefined,
    verified: (raw: string) => VerifiedToken | undefined,
  ): Authentication {
    if (raw === undefined) return { failure: 'token_missing' };
    const token = raw.length > MOST_TOKEN_CHARACTERS ? undefined : verified(raw);
    if (!token) return { failure: 'token_invalid' };
    // Both are asked each time: what was true when the token was remembered may have ended since.
    if (hasExpired(token.claims)) return { failure: 'token_expired' };
    return revocations?.isRevoked(token.claims) ? { failure: 'token_revoked' } : token;
  }

  return function authenticate(req) {
    const bearer = readBearer(req.headers.authorization);
    if (bearer !== undefined) return judge(bearer, fromBearer);
    const cookie = readCookie(req.headers.cookie, cookieName);
    if (cookie === undefined || isUnsafeCrossOrigin(req, trustedOrigins)) return { failure: 'token_missing' };
    return judge(cookie, fromCookie);
  };
}
