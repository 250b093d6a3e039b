import type { TokenFailure } from '../errors/token-failure';
import type { VerifiedToken } from '../token/verified-tokens';

/** The verdict on the credentials of a request: the user and the claims of the token, or a failure. */
export type Authentication =
  | (VerifiedToken & { readonly failure?: never })
  | { readonly failure: TokenFailure; readonly claims?: never; readonly user?: never };
