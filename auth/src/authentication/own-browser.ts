import type { Request } from 'express';
import type { Account } from '../accounts/account';
import { clientOf } from '../http/client';
import type { DeviceCookie } from '../http/device-cookie';
import { stateOf, type Session } from '../sessions/session';
import type { SessionRecognition } from './browser-session';

export interface BrowserRecognition extends SessionRecognition {
  readonly deviceCookie: DeviceCookie;
}

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
