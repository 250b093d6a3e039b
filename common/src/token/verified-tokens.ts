import { LRUCache } from 'lru-cache';
import type { CurrentUser } from '../current-user';
import { after, type Eventually } from '../eventually';
import type { AccessTokenClaims } from './claims';

/** A token that was verified once. All of it is frozen: requests share it. */
export interface VerifiedToken {
  readonly claims: AccessTokenClaims;
  readonly user: CurrentUser;
}

const MOST_TOKENS = 10_000;

/**
 * Wraps a verification so that a value which passed once is not verified again. Only successes are kept, so a flood
 * of forgeries fills nothing; the least recently used goes first.
 * @param verify returns the claims of a raw value, or undefined when it is not valid
 */
export function rememberVerified(
  verify: (raw: string) => Eventually<AccessTokenClaims | undefined>,
): (raw: string) => Eventually<VerifiedToken | undefined> {
  const verified = new LRUCache<string, VerifiedToken>({ max: MOST_TOKENS });

  function remember(raw: string, claims: AccessTokenClaims): VerifiedToken {
    const token = freeze(claims);
    // A copy of the value, which is a slice of the Cookie header and would keep all of that in memory.
    verified.set(Buffer.from(raw).toString(), token);
    return token;
  }

  return (raw) => verified.get(raw) ?? after(verify(raw), (claims) => claims && remember(raw, claims));
}

function freeze(claims: AccessTokenClaims): VerifiedToken {
  const roles = Object.freeze([...claims.roles]);
  const user = Object.freeze({ id: claims.sub, email: claims.email, roles });
  return Object.freeze({ claims: Object.freeze({ ...claims, roles }), user });
}
