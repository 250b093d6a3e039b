import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import type { Accounts } from '../accounts/accounts';
import type { Events } from '../events/events';
import { clientOf } from '../http/client';
import type { Device, DeviceCookie } from '../http/device-cookie';
import type { SessionCookies } from '../http/session-cookies';
import type { Assurance, EndReason, Owner } from '../sessions/session';
import type { OpenSession, Sessions } from '../sessions/sessions';
import type { EntriesOf } from '../sessions/storage';
import { entryOf } from './entry-of';
import { sidsOfBrowser, type SessionRecognition } from './browser-session';
import type { IssueAccessToken } from './issue-access-token';
import type { RolesOf } from './roles-of';

/** A session that was just started on a device. */
export interface StartedSession extends OpenSession {
  readonly device: Device;
}

export interface SessionStart {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly deviceCookie: DeviceCookie;
}

export interface SessionWriting {
  readonly cookies: SessionCookies;
  readonly deviceCookie: DeviceCookie;
  readonly issueAccessToken: IssueAccessToken;
  readonly rolesOf: RolesOf;
}

export interface SessionOpening extends SessionRecognition, SessionStart, SessionWriting {
  readonly events: Events;
}

/**
 * Starts a session for somebody who was just authenticated, and writes its cookies. The sessions that
 * this browser had end, and those that the account has too many of.
 */
export async function openSession(
  parts: SessionOpening,
  req: Request,
  res: Response,
  account: Account,
  assurance: Assurance,
): Promise<StartedSession> {
  const { sessions, events } = parts;
  const opened = await startSession(parts, req, account, account, assurance, signInOf(parts, req, account));
  const ended =
    (reason: EndReason): EntriesOf =>
    ({ id, userId }) => [entryOf(req, 'session_ended', userId, { sid: id }, { reason })];
  for (const previous of await sidsOfBrowser(parts, req))
    if (await sessions.end(previous, 'signed_in_again', ended('signed_in_again')))
      events.record(req, { event: 'session_ended', sid: previous, reason: 'signed_in_again' });
  for (const sid of await sessions.endSurplus(account.id, account, ended('too_many_sessions')))
    events.record(req, { event: 'session_ended', account: account.id, sid, reason: 'too_many_sessions' });
  await writeSession(parts, res, account, opened);
  return opened;
}

/** What tells of a sign-in. A device is new where the account knows others: the one that signs up is not. */
function signInOf({ deviceCookie }: SessionStart, req: Request, { devices }: Account): EntriesOf {
  const device = deviceCookie.read(req);
  const newDevice = devices.length > 0 && (device === undefined || !devices.includes(device));
  return ({ id, userId, amr }) => [entryOf(req, 'signed_in', userId, { sid: id }, { newDevice, amr })];
}

/** Starts a session of this browser, and makes its device one that the account knows. */
export async function startSession(
  { accounts, sessions, deviceCookie }: SessionStart,
  req: Request,
  account: Account,
  owner: Owner,
  assurance: Assurance,
  entriesOf?: EntriesOf,
): Promise<StartedSession> {
  const device = deviceCookie.deviceOf(req);
  const [opened] = await Promise.all([
    sessions.start(account.id, owner, clientOf(req), assurance, entriesOf),
    accounts.rememberDevice(account, device.hash),
  ]);
  return { ...opened, device };
}

/** Writes the cookies of a session that was just started. */
export async function writeSession(
  { cookies, deviceCookie, issueAccessToken }: SessionWriting,
  res: Response,
  account: Account,
  { session, refreshToken, device }: StartedSession,
): Promise<void> {
  await cookies.writeAccessToken(res, issueAccessToken(account, session));
  cookies.writeRefreshToken(res, refreshToken);
  deviceCookie.write(res, device);
}
