import type { Request, Response } from 'express';
import type { Account } from '../accounts/account';
import { clientOf } from '../http/client';
import { stateOf, type Session } from '../sessions/session';
import type { SessionRecognition } from './browser-session';

/**
 * The session of an account that a request proves by what other services are not sent. Its access token may have expired: a link
 * in a mail is opened when somebody comes to it.
 */
export async function findOwnSession(
  { sessions, cookies }: SessionRecognition,
  req: Request,
  account: Account,
): Promise<Session | undefined> {
  const sids = await cookies.sidsToRefresh(req);
  const found = await Promise.all(sids.map((sid) => sessions.find(sid)));
  const proofs = cookies.proofsOf(req);
  return found.find(
    (session) =>
      session?.userId === account.id &&
      stateOf(session, account) === 'alive' &&
      sessions.isProven(session, proofs, clientOf(req)),
  );
}

/**
 * Clears the cookies of a browser whose session of an account has just ended with all others. Without it, the next page would take
 * them for a session that was ended by somebody else. A session of another account stays.
 */
export async function forgetOwnSession(
  { sessions, cookies }: SessionRecognition,
  req: Request,
  res: Response,
  account: Account,
): Promise<void> {
  const sids = await cookies.sidsToRefresh(req);
  const found = await Promise.all(sids.map((sid) => sessions.find(sid)));
  if (found.some((session) => session?.userId === account.id)) cookies.clear(res);
}
