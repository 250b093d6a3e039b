import type { VerifiedToken } from '../token/verified-tokens';

/** Why a request is unauthenticated. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';

/** The verdict on the credentials of a request: the user and the claims of the token, or a failure. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };
