import type { AccessTokenClaims } from '../token/claims';

/** What decides whether an access token is dead. */
export type RevocableClaims = Pick<AccessTokenClaims, 'sub' | 'sid' | 'gen'>;

/** What a service knows of tokens that died before they expired. */
export interface Revocations {
  /**
   * Asked on every request.
   * @throws UnavailableError (503) when it cannot be known and the service wants to refuse then
   */
  readonly isRevoked: (claims: RevocableClaims) => boolean;
  /**
   * Calls `listener` once, in a tick of its own, when a token with these claims is dead.
   * @returns a function that ends the watch
   */
  readonly watch: (claims: RevocableClaims, listener: () => void) => () => void;
}
