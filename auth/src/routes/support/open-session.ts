import type { Request, Response } from 'express';
import type { Account } from '../../accounts/account';
import type { Services } from '../../services';
import type { OpenSession } from '../../sessions/sessions';
import { sidOfBrowser } from './browser-session';
import { clientOf } from './client';

/** Starts a session for somebody whose password was just checked, writes both cookies, and ends the one that this browser had. */
export async function openSession(
  services: Services,
  req: Request,
  res: Response,
  account: Account,
): Promise<OpenSession> {
  const { sessions, events } = services;
  const opened = await sessions.start(account.id, account, clientOf(req));
  const previous = await sidOfBrowser(services, req);
  if (previous !== undefined && (await sessions.end(previous, 'signed_in_again')))
    events.record(req, { event: 'session_ended', sid: previous, reason: 'signed_in_again' });
  await writeSession(services, req, res, account, opened);
  return opened;
}

/** Writes both cookies of a session that was just started. */
export async function writeSession(
  { cookies, issueAccessToken }: Services,
  req: Request,
  res: Response,
  account: Account,
  { session, refreshToken }: OpenSession,
): Promise<void> {
  await cookies.writeAccessToken(req, issueAccessToken(account, session.id));
  cookies.writeRefreshToken(res, refreshToken);
}
