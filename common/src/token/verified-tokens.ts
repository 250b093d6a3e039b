import { LRUCache } from 'lru-cache';
import type { CurrentUser } from '../current-user';
import type { AccessTokenClaims } from './claims';

/** A token that was verified once. All of it is frozen: requests share it. */
export interface VerifiedToken {
  readonly claims: AccessTokenClaims;
  readonly user: CurrentUser;
}

const MAX_TOKENS = 10_000;

/** Tokens by the raw value that they came in. */
export interface VerifiedTokens {
  get(raw: string): VerifiedToken | undefined;
  /** Keeps what a value was verified to hold. */
  add(raw: string, claims: AccessTokenClaims): VerifiedToken;
}

/**
 * Makes a memory, so that a value which passed once is not verified again. Only successes are kept, so a flood of
 * forgeries fills nothing; the least recently used goes first.
 */
export function createVerifiedTokens(): VerifiedTokens {
  const verified = new LRUCache<string, VerifiedToken>({ max: MAX_TOKENS });
  return {
    get: (raw) => verified.get(raw),
    add(raw, claims) {
      const token = toVerifiedToken(claims);
      // A copy of the value, which is a slice of the Cookie header and would keep all of that in memory.
      verified.set(Buffer.from(raw).toString(), token);
      return token;
    },
  };
}

/** Freezes claims, and tells the user whom they are about. */
export function toVerifiedToken(claims: AccessTokenClaims): VerifiedToken {
  const roles = Object.freeze([...claims.roles]);
  const { claims: custom, amr, email_verified: emailVerified, roles_withheld: rolesWithheld } = claims;
  freezeDeeply(custom);
  freezeDeeply(amr);
  const user = Object.freeze({
    id: claims.sub,
    email: claims.email,
    roles,
    ...(custom && { claims: custom }),
    ...(emailVerified !== undefined && { emailVerified }),
    ...(rolesWithheld && { rolesWithheld }),
  });
  return Object.freeze({ claims: Object.freeze({ ...claims, roles }), user });
}

/** In place, since a payload was parsed for this token alone; its size bounds the depth. */
function freezeDeeply(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(freezeDeeply);
  Object.freeze(value);
}
