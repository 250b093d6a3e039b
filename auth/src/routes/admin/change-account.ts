import type { Request } from 'express';
import type { Account } from '../../accounts/account';
import type { AdminChange } from '../../administration/admin-change';
import type { Administration } from '../../administration/administration';
import type { EventName } from '../../events/authentication-event';
import { addressOf } from '../../http/client';
import type { PathParameters } from '../endpoint';
import { known, toAccountView } from '../views/account';
import type { AdminRouteParts } from './admin-route';

export interface AccountChanges extends AdminRouteParts {
  readonly administration: Administration;
}

/** The changes that an admin can make over HTTP. */
type RouteChange = Exclude<
  AdminChange,
  { kind: 'grant_role' | 'revoke_role' | 'set_password' | 'verify_email' | 'issue_factor_code' }
>;

const EVENTS: Readonly<Record<RouteChange['kind'], EventName>> = {
  ban: 'banned',
  unban: 'unbanned',
  unlock: 'unlocked',
  end_sessions: 'sessions_ended',
  reset_factors: 'factors_reset',
  send_reset: 'reset_requested',
  set_roles: 'roles_changed',
  set_claims: 'claims_changed',
};

/**
 * Changes the account that the path names.
 * @returns the account afterwards, as admins see it
 * @throws NotFoundError (404), LastAdminError (409)
 */
export async function changeAccount(
  { accounts, administration, events }: AccountChanges,
  req: Request<PathParameters>,
  admin: Account,
  change: RouteChange,
) {
  const account = known(await accounts.find(req.params.id));
  const changed = await administration.change(account, change, { actor: admin.id, from: addressOf(req) });
  events.record(req, { event: EVENTS[change.kind], account: account.id, actor: admin.id });
  return toAccountView(changed);
}
