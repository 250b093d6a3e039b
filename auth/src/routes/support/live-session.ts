import { NotAuthorizedError } from '@latchkey/common';
import type { Request } from 'express';
import { isBanned, type Account } from '../../accounts/account';
import type { Services } from '../../services';
import { stateOf, type Session } from '../../sessions/session';

/** Who is asking, as MongoDB has it now. */
export interface LiveSession {
  readonly account: Account;
  readonly session: Session;
}

/**
 * The account and the session of an access token that is still good. The routes that manage accounts read both
 * anyway, so here a token counts as revoked at once.
 * @throws NotAuthorizedError (401 with the token's failure)
 */
export async function liveSession(services: Services, req: Request): Promise<LiveSession> {
  const { claims, failure } = services.authentication.authenticate(req);
  if (!claims) throw new NotAuthorizedError(failure);
  const [account, session] = await Promise.all([
    services.accounts.find(claims.sub),
    services.sessions.find(claims.sid),
  ]);
  const isAlive = account && session && stateOf(session, account) === 'alive';
  if (!isAlive || claims.gen < account.gen || isBanned(account))
    throw new NotAuthorizedError('token_revoked');
  return { account, session };
}
