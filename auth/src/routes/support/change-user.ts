import type { Request } from 'express';
import type { Account } from '../../accounts/account';
import type { AuditAction, AuditDetails } from '../../audit/audit-entry';
import type { Services } from '../../services';
import { addressOf } from './client';
import { liveAdmin } from './live-admin';
import { known, toUser } from './user';

/**
 * Changes the account that the path names for the admin who asks, with an entry in the audit trail.
 * @returns the user afterwards, as admins see it
 * @throws NotAuthorizedError (401), ForbiddenError (403 `forbidden`), NotFoundError (404), LastAdminError (409)
 */
export async function changeUser(
  services: Services,
  req: Request<{ id: string }>,
  { action, details }: { action: AuditAction; details: AuditDetails },
  change: (id: string) => Promise<Account | undefined>,
) {
  const { accounts, audit } = services;
  const admin = await liveAdmin(services, req);
  const target = known(await accounts.find(req.params.id)).id;
  const entry = { actor: admin.id, action, target, details, from: addressOf(req) };
  return toUser(await audit.record(entry, async () => known(await change(target))));
}
