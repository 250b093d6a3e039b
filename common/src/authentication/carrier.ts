import type { Authentication } from './authentication';
import type { KeySet } from '../keys/key-ring';
import { after, type Eventually } from '../async/eventually';
import type { RemoteKeys } from '../keys/remote-keys';
import { MOST_TOKEN_CHARACTERS } from '../request/cookies';
import type { Revocations } from '../revocations/revocations';
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

/** One of the two places that a token comes in. */
export interface Carrier {
  /** Takes the token out of a raw value. */
  readonly unwrap: (raw: string) => Eventually<string>;
  /** @param mayAsk whether it may wait for keys that are published elsewhere */
  readonly judge: (raw: string, mayAsk?: boolean) => Eventually<Authentication>;
}

/** Makes what judges the tokens of one place, and remembers those that were good. */
export function createCarrier(unwrap: Carrier['unwrap'], settings: CarrierSettings): Carrier {
  const { remoteKeys, revocations } = settings;
  const verified = createVerifiedTokens();

  function judgeUnseen(raw: string, mayAsk: boolean): Eventually<Authentication> {
    return after(unwrap(raw), (token) => {
      const isToLearn = mayAsk && remoteKeys && isOfUnknownKey(token, settings);
      const learning = isToLearn ? remoteKeys.learn() : undefined;
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
    judge(raw, mayAsk = true) {
      if (raw.length > MOST_TOKEN_CHARACTERS) return { failure: 'token_invalid' };
      const known = verified.get(raw);
      return known ? judgeVerified(known) : judgeUnseen(raw, mayAsk);
    },
  };
}
