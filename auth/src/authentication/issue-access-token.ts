import { signAccessToken } from '@latchkey/common/protocol';
import type { Account } from '../accounts/account';

/** Makes the access token of an account's session. */
export type IssueAccessToken = (account: Account, sid: string) => string;

/** @param lifeMs how long an access token lives */
export function createIssueAccessToken(
  lifeMs: number,
  context: Parameters<typeof signAccessToken>[2],
): IssueAccessToken {
  return ({ id, gen, email, roles, claims }, sid) =>
    signAccessToken({ sub: id, sid, gen, email, roles, claims }, lifeMs, context);
}
