import type { Request, Response } from 'express';
import { isBanned, type Account } from '../accounts/account';
import type { Accounts } from '../accounts/accounts';
import { BannedError, SessionEndedError } from '../errors';
import type { Events } from '../events/events';
import { reasonOf } from '../events/reason-of';
import { addressOf, clientOf } from '../http/client';
import type { Limits } from '../limits/limits';
import { stateOf, type Session } from '../sessions/session';
import { recogniseSession, type SessionRecognition } from './browser-session';
import type { IssueAccessToken } from './issue-access-token';
import type { RolesOf } from './roles-of';

export interface SessionRefresh extends SessionRecognition {
  readonly accounts: Accounts;
  readonly limits: Limits;
  readonly events: Events;
  readonly issueAccessToken: IssueAccessToken;
  readonly rolesOf: RolesOf;
}

/** Whose session was refreshed. */
export interface RefreshedSession {
  readonly account: Account;
  readonly session: Session;
}

/**
 * Exchanges the refresh token for its successor and writes both cookies. A refusal writes and clears none: it may arrive
 * after a sign-in, and a cookie cannot be cleared on the condition that it is still the refused one.
 * @throws SessionEndedError (401 `session_expired`, `session_revoked`), BannedError (403 `banned`),
 *   TooManyRequestsError (429)
 */
export async function refreshSession(
  parts: SessionRefresh,
  req: Request,
  res: Response,
): Promise<RefreshedSession> {
  const recognised = await recogniseSession(parts, req);
  try {
    return await exchange(parts, req, res, recognised);
  } catch (error) {
    const { id: sid, userId: account } = recognised?.session ?? {};
    parts.events.record(req, { event: 'refresh_refused', account, sid, reason: reasonOf(error) });
    throw error;
  }
}

async function exchange(
  { accounts, sessions, limits, cookies, issueAccessToken }: SessionRefresh,
  req: Request,
  res: Response,
  recognised: Awaited<ReturnType<typeof recogniseSession>>,
): Promise<RefreshedSession> {
  if (!recognised) {
    await limits.countRequest(addressOf(req));
    throw new SessionEndedError('session_expired');
  }
  const { session, token } = recognised;
  const client = clientOf(req);
  // Before anything is counted: a thief who uses up the repetitions would otherwise keep the copy from being found.
  if (await sessions.endIfCopied(session, token, client)) throw new SessionEndedError('session_revoked');
  const isCurrent = sessions.isCurrent(session, token);
  // Repeats are counted apart: a client that repeats the previous token must not use up the user's refreshes.
  await (isCurrent ? limits.countRefresh(session.id) : limits.countRepeat(session.id));

  // The account is read before the exchange: a ban that comes in between makes the new access token one of an older
  // generation, dead at birth.
  const account = await accounts.find(session.userId);
  // A ban has ended the session, too, but the response names the ban.
  if (account && isBanned(account)) throw new BannedError();
  const state = stateOf(session, account);
  if (!account || state !== 'alive')
    throw new SessionEndedError(state === 'alive' ? 'session_revoked' : state);

  const exchanged = await sessions.exchange(session, token, client);
  if (exchanged === undefined) throw new SessionEndedError('session_revoked');
  if (isCurrent && exchanged.isRepeat) await limits.giveRefreshBack(session.id);
  await cookies.writeAccessToken(res, issueAccessToken(account, session));
  cookies.writeRefreshToken(res, exchanged.refreshToken);
  return { account, session };
}
