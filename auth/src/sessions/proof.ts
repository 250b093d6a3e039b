import type { AccountToken } from './account-token';
import { hasHash, type RefreshToken } from './refresh-token';
import type { ClientInfo, Session } from './session';

/** What a request carries beside the access token, of any session. No other service receives it. */
export interface SessionProofs {
  readonly refreshTokens: readonly RefreshToken[];
  readonly accountTokens: readonly AccountToken[];
}

/**
 * Makes what tells whether the sender of a request holds a session, and not only its access token. It changes nothing: to end the
 * session of a refresh token that was copied is the business of a refresh.
 * @param isExchangeable whether a refresh would answer this refresh token
 */
export function createProof(
  isExchangeable: (session: Session, token: RefreshToken, client: ClientInfo) => boolean,
) {
  return function isProven(
    session: Session,
    { refreshTokens, accountTokens }: SessionProofs,
    client: ClientInfo,
  ): boolean {
    const { id, familyHash, accountHash } = session;
    return (
      refreshTokens.some(
        (token) =>
          token.sid === id && hasHash(token.family, familyHash) && isExchangeable(session, token, client),
      ) ||
      accountTokens.some(
        ({ sid, mac }) => sid === id && accountHash !== undefined && hasHash(mac, accountHash),
      )
    );
  };
}
