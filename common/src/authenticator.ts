import type { KeySet } from './config/key-ring';
import { after, type Eventually } from './eventually';
import type { RemoteKeys } from './jwks/remote-keys';
import { readBearer } from './request/bearer';
import {
  decodeSessionCookie,
  MOST_TOKEN_CHARACTERS,
  readCookie,
  sessionCookieName,
  type CookieSettings,
} from './request/cookies';
import { isUnsafeCrossOrigin } from './request/cross-origin';
import { toNodeRequest, type NodeRequest, type RequestLike } from './request/request-like';
import type { Revocations } from './revocations/revocations';
import type { TokenEncryption } from './token/token-encryption';
import { createVerifiedTokens, type VerifiedToken } from './token/verified-tokens';
import { hasExpired, isOfUnknownKey, readRetiredToken, verifyAccessToken } from './token/verify-access-token';

/** Why a request is nobody's. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';

/** What the credentials of a request came to. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };

export interface AuthenticatorSettings extends CookieSettings {
  /** All keys that verify, those of `remoteKeys` with them. */
  readonly keys: KeySet;
  readonly remoteKeys?: RemoteKeys | undefined;
  /** Opens the token in the session cookie. */
  readonly encryption?: TokenEncryption | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly trustedOrigins: readonly string[];
  readonly revocations?: Revocations | undefined;
}

/** Answers at once, but for a token that is seen for the first time: where it is encrypted, or of an unknown remote key. */
export interface Authenticator {
  /** What the credentials of a request come to. */
  authenticate(req: RequestLike): Eventually<Authentication>;
  /** The access token that they come from, not verified. */
  tokenOf(req: RequestLike): Eventually<string | undefined>;
}

/** One of the two places that a token comes in. */
interface Carrier {
  /** Takes the token out of a raw value. */
  readonly unwrap: (raw: string) => Eventually<string>;
  readonly judge: (raw: string) => Eventually<Authentication>;
}

/**
 * Makes what reads who a request is from. A bearer token decides alone; without one the session cookie does, unless
 * the request is an unsafe one from another origin.
 */
export function createAuthenticator(settings: AuthenticatorSettings): Authenticator {
  const { trustedOrigins, remoteKeys, encryption } = settings;
  const cookieName = sessionCookieName(settings);
  let [bearer, cookie] = createCarriers();
  // What was verified with a key that is withdrawn is forgotten.
  remoteKeys?.onChange(() => ([bearer, cookie] = createCarriers()));

  function createCarriers(): [bearer: Carrier, cookie: Carrier] {
    return [
      createCarrier((raw) => raw, settings),
      createCarrier((raw) => {
        const text = decodeSessionCookie(raw) ?? '';
        return encryption ? after(encryption.decrypt(text), (token = '') => token) : text;
      }, settings),
    ];
  }

  function find(req: NodeRequest): { carrier: Carrier; raw: string } | undefined {
    const token = readBearer(req.headers.authorization);
    if (token !== undefined) return { carrier: bearer, raw: token };
    const value = readCookie(req.headers.cookie, cookieName);
    if (value === undefined || isUnsafeCrossOrigin(req, trustedOrigins)) return undefined;
    return { carrier: cookie, raw: value };
  }

  return {
    authenticate(req) {
      const found = find(toNodeRequest(req));
      return found ? found.carrier.judge(found.raw) : { failure: 'token_missing' };
    },
    tokenOf(req) {
      const found = find(toNodeRequest(req));
      return found?.carrier.unwrap(found.raw);
    },
  };
}

function createCarrier(unwrap: Carrier['unwrap'], settings: AuthenticatorSettings): Carrier {
  const { remoteKeys, revocations } = settings;
  const verified = createVerifiedTokens();

  function judgeUnseen(raw: string): Eventually<Authentication> {
    return after(unwrap(raw), (token) => {
      const learning = remoteKeys && isOfUnknownKey(token, settings) ? remoteKeys.learn() : undefined;
      return after(learning, () => {
        const claims = verifyAccessToken(token, settings);
        if (claims) return judgeVerified(verified.add(raw, claims));
        return { failure: readRetiredToken(token, settings) ? 'token_expired' : 'token_invalid' };
      });
    });
  }

  /** Both are asked each time: what was true when the token was remembered may have ended since. */
  function judgeVerified(token: VerifiedToken): Authentication {
    if (hasExpired(token.claims)) return { failure: 'token_expired' };
    return revocations?.isRevoked(token.claims) ? { failure: 'token_revoked' } : token;
  }

  return {
    unwrap,
    judge(raw) {
      if (raw.length > MOST_TOKEN_CHARACTERS) return { failure: 'token_invalid' };
      const known = verified.get(raw);
      return known ? judgeVerified(known) : judgeUnseen(raw);
    },
  };
}
