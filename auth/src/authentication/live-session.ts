import { NotAuthorizedError, type AuthenticationMiddleware, type RevocableClaims } from '@latchkey/common';
import type { Request } from 'express';
import { isBanned, type Account } from '../accounts/account';
import type { Accounts } from '../accounts/accounts';
import { stateOf, type Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import type { RolesOf, SessionRoles } from './roles-of';

/** Where accounts and sessions are read. */
export interface LiveSessionLookup {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly rolesOf: RolesOf;
}

export interface LiveSessions extends LiveSessionLookup {
  readonly authentication: AuthenticationMiddleware;
}

/** Who is asking, as MongoDB has it now. */
export interface LiveSession {
  readonly account: Account;
  readonly session: Session;
  /** The roles that the account has in it. */
  readonly rights: SessionRoles;
}

/**
 * The account and the session of an access token that is still good. The routes that manage accounts read both
 * anyway, so here a token counts as revoked at once.
 * @throws NotAuthorizedError (401 with the token's failure)
 */
export async function liveSession(
  parts: LiveSessions,
  req: Pick<Request, 'method' | 'headers'>,
): Promise<LiveSession> {
  const { claims, failure } = await parts.authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  const live = await findLiveSession(parts, claims);
  if (!live) throw new NotAuthorizedError('token_revoked');
  return live;
}

/** @returns undefined when a token with these claims is dead, whatever this replica has heard of it */
export async function findLiveSession(
  { accounts, sessions, rolesOf }: LiveSessionLookup,
  { sub, sid, gen }: RevocableClaims,
): Promise<LiveSession | undefined> {
  const [account, session] = await Promise.all([accounts.find(sub), sessions.find(sid)]);
  const isAlive = account && session?.userId === account.id && stateOf(session, account) === 'alive';
  if (!isAlive || gen < account.gen || isBanned(account)) return undefined;
  return { account, session, rights: rolesOf(account, session) };
}
