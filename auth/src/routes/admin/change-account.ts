import type { Request } from 'express';
import type { AdminChange } from '../../administration/admin-change';
import type { EventName } from '../../events/authentication-event';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { liveAdmin } from '../../authentication/live-admin';
import { known, toUser } from '../views/account';

/** The changes that an admin can make over HTTP. */
type RouteChange = Exclude<AdminChange, { kind: 'grant_role' | 'revoke_role' | 'set_password' }>;

const EVENTS: Readonly<Record<RouteChange['kind'], EventName>> = {
  ban: 'banned',
  unban: 'unbanned',
  unlock: 'unlocked',
  end_sessions: 'sessions_ended',
  set_roles: 'roles_changed',
  set_claims: 'claims_changed',
};

/**
 * Changes the account that the path names, for the admin who asks.
 * @returns the account afterwards, as admins see it
 * @throws NotAuthorizedError (401), ForbiddenError (403 `forbidden`), NotFoundError (404), LastAdminError (409)
 */
export async function changeUser(services: Services, req: Request<{ id: string }>, change: RouteChange) {
  const { accounts, administration, events } = services;
  const admin = await liveAdmin(services, req);
  const account = known(await accounts.find(req.params.id));
  const changed = await administration.change(account, change, { actor: admin.id, from: addressOf(req) });
  events.record(req, { event: EVENTS[change.kind], account: account.id, actor: admin.id });
  return toUser(changed);
}
