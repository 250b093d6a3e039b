import type { Request, Response } from 'express';
import type { SessionCookies } from '../http/session-cookies';
import type { IssueAccessToken } from './issue-access-token';
import type { LiveSession } from './live-session';

export interface TokenWriting {
  readonly cookies: SessionCookies;
  readonly issueAccessToken: IssueAccessToken;
}

/**
 * Writes an access token for the account and the session as they are now, where the cookies of the request are of that session: its
 * token has ended, or tells less than is true.
 */
export async function writeToken(
  { cookies, issueAccessToken }: TokenWriting,
  req: Request,
  res: Response,
  { account, session }: Pick<LiveSession, 'account' | 'session'>,
): Promise<void> {
  if (await cookies.isWritable(req, session.id))
    await cookies.writeAccessToken(res, issueAccessToken(account, session));
}
