import type { Request } from 'express';
import type { Account } from '../../accounts/account';
import type { AuditAction, AuditDetails } from '../../events/audit-entry';
import type { EventName } from '../../events/authentication-event';
import type { Services } from '../../services';
import { addressOf } from '../../http/client';
import { liveAdmin } from '../../authentication/live-admin';
import { known, toUser } from '../views/account';

const EVENTS = {
  ban: 'banned',
  unban: 'unbanned',
  unlock: 'unlocked',
  end_sessions: 'sessions_ended',
  set_roles: 'roles_changed',
  set_claims: 'claims_changed',
} as const satisfies Partial<Record<AuditAction, EventName>>;

/**
 * Changes the account that the path names for the admin who asks, with an entry in the audit trail.
 * @returns the user afterwards, as admins see it
 * @throws NotAuthorizedError (401), ForbiddenError (403 `forbidden`), NotFoundError (404), LastAdminError (409)
 */
export async function changeUser(
  services: Services,
  req: Request<{ id: string }>,
  { action, details }: { action: keyof typeof EVENTS; details: AuditDetails },
  change: (id: string) => Promise<Account | undefined>,
) {
  const { accounts, audit, events } = services;
  const admin = await liveAdmin(services, req);
  const target = known(await accounts.find(req.params.id)).id;
  const entry = { actor: admin.id, action, target, details, from: addressOf(req) };
  const changed = await audit.record(entry, async () => known(await change(target)));
  events.record(req, { event: EVENTS[action], account: target, actor: admin.id });
  return toUser(changed);
}
