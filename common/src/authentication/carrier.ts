import type { Authentication } from './authentication';
import type { KeySet } from '../keys/key-ring';
import { after, type Eventually } from '../async/eventually';
import type { RemoteKeys } from '../keys/remote-keys';
import { MAX_TOKEN_CHARACTERS } from '../request/cookies';
import type { Revocations } from '../revocations/revocations';
import type { AccessTokenClaims } from '../token/claims';
import { createVerifiedTokens, type VerifiedToken } from '../token/verified-tokens';
import {
  hasExpired,
  isOfUnknownKey,
  readRetiredToken,
  verifyAccessToken,
} from '../token/verify-access-token';

/** What tokens are judged by. */
export interface CarrierSettings {
  /** All keys that verify, those of `remoteKeys` with them. */
  readonly keys: KeySet;
  readonly remoteKeys?: RemoteKeys | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly revocations?: Revocations | undefined;
}

/** Whom a token was issued for, whether or not it is still good. It authenticates no request. */
export interface IdentifiedToken {
  readonly claims: AccessTokenClaims;
  /** False for an expired token of a key that is gone: any client can make one up. */
  readonly isVerified: boolean;
}

/** One of the two places that a token comes in. */
export interface Carrier {
  /** Takes the token out of a raw value. */
  readonly unwrap: (raw: string) => Eventually<string>;
  /** @param mayAsk whether it may wait for keys that are published elsewhere */
  readonly judge: (raw: string, mayAsk?: boolean) => Eventually<Authentication>;
  /** Tells whom a token was issued for, though it may have expired or was revoked. It fetches no keys. */
  readonly identify: (raw: string) => Eventually<IdentifiedToken | undefined>;
}

/** Makes the judge of the tokens of one place. It remembers those that it verified. */
export function createCarrier(unwrap: Carrier['unwrap'], settings: CarrierSettings): Carrier {
  const { remoteKeys, revocations } = settings;
  const verified = createVerifiedTokens();

  function verify(raw: string, token: string): VerifiedToken | undefined {
    const claims = verifyAccessToken(token, settings);
    return claims && verified.add(raw, claims);
  }

  function judgeUnseen(raw: string, mayAsk: boolean): Eventually<Authentication> {
    return after(unwrap(raw), (token) => {
      const isToLearn = mayAsk && remoteKeys && isOfUnknownKey(token, settings);
      const learning = isToLearn ? remoteKeys.learn() : undefined;
      return after(learning, () => {
        const good = verify(raw, token);
        if (good) return judgeVerified(good);
        return { failure: readRetiredToken(token, settings) ? 'token_expired' : 'token_invalid' };
      });
    });
  }

  /** Both are asked each time: what was true when the token was remembered may have ended since. */
  function judgeVerified(token: VerifiedToken): Authentication {
    if (hasExpired(token.claims)) return { failure: 'token_expired' };
    return revocations?.isRevoked(token.claims) ? { failure: 'token_revoked' } : token;
  }

  function identifyUnseen(raw: string): Eventually<IdentifiedToken | undefined> {
    return after(unwrap(raw), (token) => {
      const good = verify(raw, token);
      if (good) return { claims: good.claims, isVerified: true };
      const claims = readRetiredToken(token, settings);
      return claims && { claims, isVerified: false };
    });
  }

  return {
    unwrap,
    judge(raw, mayAsk = true) {
      if (raw.length > MAX_TOKEN_CHARACTERS) return { failure: 'token_invalid' };
      const known = verified.get(raw);
      return known ? judgeVerified(known) : judgeUnseen(raw, mayAsk);
    },
    identify(raw) {
      if (raw.length > MAX_TOKEN_CHARACTERS) return undefined;
      const known = verified.get(raw);
      return known ? { claims: known.claims, isVerified: true } : identifyUnseen(raw);
    },
  };
}
