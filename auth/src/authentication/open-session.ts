import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import type { Device } from '../http/device-cookie';
import type { Services } from '../services';
import type { Owner } from '../sessions/session';
import type { OpenSession } from '../sessions/sessions';
import { sidsOfBrowser } from './browser-session';
import { clientOf } from '../http/client';

/** A session that was just started on a device. */
export interface StartedSession extends OpenSession {
  readonly device: Device;
}

/**
 * Starts a session for somebody whose password was just checked, and writes its cookies. The sessions that
 * this browser had end, and those that the account has too many of.
 */
export async function openSession(
  services: Services,
  req: Request,
  res: Response,
  account: Account,
): Promise<StartedSession> {
  const { sessions, events } = services;
  const opened = await startSession(services, req, account, account);
  for (const previous of await sidsOfBrowser(services, req))
    if (await sessions.end(previous, 'signed_in_again'))
      events.record(req, { event: 'session_ended', sid: previous, reason: 'signed_in_again' });
  for (const sid of await sessions.endSurplus(account.id, account))
    events.record(req, { event: 'session_ended', account: account.id, sid, reason: 'too_many_sessions' });
  await writeSession(services, req, res, account, opened);
  return opened;
}

/** Starts a session of this browser, and makes its device one that the account knows. */
export async function startSession(
  { accounts, sessions, deviceCookie }: Services,
  req: Request,
  account: Account,
  owner: Owner,
): Promise<StartedSession> {
  const device = deviceCookie.deviceOf(req);
  const [opened] = await Promise.all([
    sessions.start(account.id, owner, clientOf(req)),
    accounts.rememberDevice(account, device.hash),
  ]);
  return { ...opened, device };
}

/** Writes the cookies of a session that was just started. */
export async function writeSession(
  { cookies, deviceCookie, issueAccessToken }: Services,
  req: Request,
  res: Response,
  account: Account,
  { session, refreshToken, device }: StartedSession,
): Promise<void> {
  await cookies.writeAccessToken(req, issueAccessToken(account, session.id));
  cookies.writeRefreshToken(res, refreshToken);
  deviceCookie.write(res, device);
}
