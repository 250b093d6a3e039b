import type { IncomingMessage } from 'node:http';
import type { KeySet } from './config/key-ring';
import { readBearer } from './request/bearer';
import { decodeSessionCookie, readCookie, sessionCookieName, type CookieSettings } from './request/cookies';
import { isUnsafeCrossOrigin } from './request/cross-origin';
import type { Revocations } from './revocations/revocations';
import { rememberVerified, type VerifiedToken } from './token/verified-tokens';
import { hasExpired, readRetiredToken, verifyAccessToken } from './token/verify-access-token';

/** What of a request is read to find out who it is from. */
export type Credentials = Pick<IncomingMessage, 'method' | 'headers'>;

/** Why a request is nobody's. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';

/** What the credentials of a request came to. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };

export interface AuthenticatorSettings extends CookieSettings {
  readonly keys: KeySet;
  readonly issuer: string;
  readonly audience: string;
  readonly trustedOrigins: readonly string[];
  readonly revocations?: Revocations | undefined;
}

/** Larger than any cookie a browser keeps (RFC 6265, section 6.1), so larger than any token of ours. */
const MOST_TOKEN_CHARACTERS = 4096;

export interface Authenticator {
  /** What the credentials of a request come to. */
  authenticate(req: Credentials): Authentication;
  /** The access token that they come from, not verified. */
  tokenOf(req: Credentials): string | undefined;
}

/** One of the two places that a token comes in. */
interface Carrier {
  /** Takes the token out of a raw value. */
  readonly unwrap: (raw: string) => string;
  readonly judge: (raw: string) => Authentication;
}

/**
 * Makes what reads who a request is from. A bearer token decides alone; without one the session cookie does, unless
 * the request is an unsafe one from another origin.
 */
export function createAuthenticator(settings: AuthenticatorSettings): Authenticator {
  const { trustedOrigins, revocations } = settings;
  const cookieName = sessionCookieName(settings);
  const bearer = createCarrier((raw) => raw);
  const cookie = createCarrier((raw) => decodeSessionCookie(raw) ?? '');

  function createCarrier(unwrap: (raw: string) => string): Carrier {
    const verified = rememberVerified((raw) => verifyAccessToken(unwrap(raw), settings));
    return {
      unwrap,
      judge(raw) {
        if (raw.length > MOST_TOKEN_CHARACTERS) return { failure: 'token_invalid' };
        const token = verified(raw);
        if (!token)
          return { failure: readRetiredToken(unwrap(raw), settings) ? 'token_expired' : 'token_invalid' };
        // Both are asked each time: what was true when the token was remembered may have ended since.
        if (hasExpired(token.claims)) return { failure: 'token_expired' };
        return revocations?.isRevoked(token.claims) ? { failure: 'token_revoked' } : token;
      },
    };
  }

  function find(req: Credentials): { carrier: Carrier; raw: string } | undefined {
    const token = readBearer(req.headers.authorization);
    if (token !== undefined) return { carrier: bearer, raw: token };
    const value = readCookie(req.headers.cookie, cookieName);
    if (value === undefined || isUnsafeCrossOrigin(req, trustedOrigins)) return undefined;
    return { carrier: cookie, raw: value };
  }

  return {
    authenticate(req) {
      const found = find(req);
      return found ? found.carrier.judge(found.raw) : { failure: 'token_missing' };
    },
    tokenOf(req) {
      const found = find(req);
      return found?.carrier.unwrap(found.raw);
    },
  };
}
