import type { Request, Response } from 'express';
import type { Account } from '../../accounts/account';
import type { Services } from '../../services';
import { sidOfBrowser } from './browser-session';
import { clientOf } from './client';

/**
 * Starts a session for somebody whose password was just checked, writes both cookies, and ends the previous session:
 * by default the one that this browser had.
 */
export async function openSession(
  services: Services,
  req: Request,
  res: Response,
  account: Account,
  previousSid?: string,
): Promise<void> {
  const { sessions, cookies, issueAccessToken } = services;
  const { session, refreshToken } = await sessions.start(account.id, account, clientOf(req));
  const previous = previousSid ?? (await sidOfBrowser(services, req));
  if (previous !== undefined) await sessions.end(previous, 'signed_in_again');
  await cookies.writeAccessToken(req, issueAccessToken(account, session.id));
  cookies.writeRefreshToken(res, refreshToken);
}
