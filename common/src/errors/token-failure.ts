/** Why a request is unauthenticated. A client refreshes on `token_expired` and `token_revoked` only. */
export type TokenFailure = 'token_missing' | 'token_expired' | 'token_revoked' | 'token_invalid';
