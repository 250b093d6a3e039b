import type { Request, Response } from 'express';
import { newEvent } from '../events/account-event';
import { clientOf } from '../http/client';
import type { SessionCookies } from '../http/session-cookies';
import type { Sessions } from '../sessions/sessions';
import { acrOf, assuranceOf, withProof, type Method } from './assurance';
import type { IssueAccessToken } from './issue-access-token';
import type { LiveSession } from './live-session';

export interface SessionRaise {
  readonly sessions: Sessions;
  readonly cookies: SessionCookies;
  readonly issueAccessToken: IssueAccessToken;
}

/**
 * Adds a factor that was proven just now to what a fresh session has proven, and writes the access token that tells of it. Its
 * `authTime` stays, since the rest was proven then.
 * @param live the session as it was read, with the account as it is now
 */
export async function raiseSession(
  parts: SessionRaise,
  req: Request,
  res: Response,
  { account, session }: Pick<LiveSession, 'account' | 'session'>,
  added: readonly Method[],
): Promise<void> {
  const { amr: proven = [], authTime } = assuranceOf(session, account);
  const amr = withProof(proven, added);
  const assurance = { amr, acr: acrOf(amr), authTime, factorGen: account.factors.gen };
  const event = newEvent('step_up', account.id, { sid: session.id, client: clientOf(req) }, { amr });
  const raised =
    assurance.acr === 'aal2' ? await parts.sessions.stepUp(session.id, assurance, [{ event }]) : undefined;
  await writeToken(parts, req, res, { account, session: raised ?? session });
}

/** Writes an access token for the account as it is now, in the place of one that has ended. */
export async function writeToken(
  { cookies, issueAccessToken }: Omit<SessionRaise, 'sessions'>,
  req: Request,
  res: Response,
  { account, session }: Pick<LiveSession, 'account' | 'session'>,
): Promise<void> {
  if (await cookies.isWritable(req, session.id))
    await cookies.writeAccessToken(res, issueAccessToken(account, session));
}
