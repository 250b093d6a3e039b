import type { VerifiedToken } from '../token/verified-tokens';

/** Why a request is nobody's. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';

/** What the credentials of a request came to. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };
