import type { AccessTokenClaims } from './token/claims';

/** What a service knows of tokens that died before they expired. Asked on every request. */
export interface Revocations {
  isRevoked(claims: Pick<AccessTokenClaims, 'sub' | 'sid' | 'gen'>): boolean;
}
