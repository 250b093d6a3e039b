import { signAccessToken } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';
import type { Session } from '../sessions/session';

/** Makes the access token of an account's session. */
export type IssueAccessToken = (account: Account, session: TokenSession) => string;

/** What of a session its tokens tell. One that an older release has begun has no assurance, and its tokens tell of none. */
export type TokenSession = Pick<Session, 'id' | 'authTime' | 'amr' | 'acr'>;

/** @param lifeMs how long an access token lives */
export function createIssueAccessToken(
  lifeMs: number,
  context: Parameters<typeof signAccessToken>[2],
): IssueAccessToken {
  return ({ id, gen, email, emailVerifiedAt, roles, claims }, { id: sid, authTime, amr, acr }) => {
    const auth_time = authTime && Math.floor(authTime.getTime() / 1000);
    const email_verified = emailVerifiedAt !== undefined;
    const subject = { sub: id, sid, gen, email, roles, claims, auth_time, amr, acr, email_verified };
    return signAccessToken(subject, lifeMs, context);
  };
}
