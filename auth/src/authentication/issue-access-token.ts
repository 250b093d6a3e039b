import { signAccessToken } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';
import type { Session } from '../sessions/session';
import { assuranceOf } from './assurance';
import type { RolesOf } from './roles-of';

/** Makes the access token of an account's session. */
export type IssueAccessToken = (account: Account, session: TokenSession) => string;

/** What of a session its tokens tell. One that an older release has begun has no assurance, and its tokens tell of none. */
export type TokenSession = Pick<Session, 'id' | 'authTime' | 'amr' | 'acr' | 'factorGen'>;

/**
 * @param lifeMs how long an access token lives
 * @param rolesOf which roles an account has in a session
 */
export function createIssueAccessToken(
  lifeMs: number,
  rolesOf: RolesOf,
  context: Parameters<typeof signAccessToken>[2],
): IssueAccessToken {
  return (account, session) => {
    const { id, gen, email, emailVerifiedAt, claims } = account;
    const { authTime, amr, acr } = assuranceOf(session, account);
    const { roles, isWithheld } = rolesOf(account, session);
    const subject = {
      ...{ sub: id, sid: session.id, gen, email, roles, claims, amr, acr },
      auth_time: authTime && Math.floor(authTime.getTime() / 1000),
      email_verified: emailVerifiedAt !== undefined,
      ...(isWithheld && { roles_withheld: true }),
    };
    return signAccessToken(subject, lifeMs, context);
  };
}
