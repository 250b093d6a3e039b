import { signAccessToken } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';
import type { RolesOf } from './roles-of';
import { toTokenSubject, type TokenSession } from './token-subject';

/** Makes the access token of an account's session. */
export type IssueAccessToken = (account: Account, session: TokenSession) => string;

/**
 * @param lifeMs how long an access token lives
 * @param rolesOf which roles an account has in a session
 */
export function createIssueAccessToken(
  lifeMs: number,
  rolesOf: RolesOf,
  context: Parameters<typeof signAccessToken>[2],
): IssueAccessToken {
  return (account, session) =>
    signAccessToken(toTokenSubject(account, session, rolesOf(account, session)), lifeMs, context);
}
