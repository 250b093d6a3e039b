import { audit } from '../routes/admin/audit';
import { ban } from '../routes/admin/ban';
import { endAccountSessions } from '../routes/admin/end-account-sessions';
import { invite } from '../routes/admin/invite';
import { listAccountSessions } from '../routes/admin/list-account-sessions';
import { listAccountEvents } from '../routes/admin/list-account-events';
import { listAccounts } from '../routes/admin/list-accounts';
import { listInvitations } from '../routes/admin/list-invitations';
import { removeInvitation } from '../routes/admin/remove-invitation';
import { resetFactors } from '../routes/admin/reset-factors';
import { sendReset } from '../routes/admin/send-reset';
import { setClaims } from '../routes/admin/set-claims';
import { setRoles } from '../routes/admin/set-roles';
import { showAccount } from '../routes/admin/show-account';
import { showAccountFactors } from '../routes/admin/show-account-factors';
import { unban } from '../routes/admin/unban';
import { unlock } from '../routes/admin/unlock';
import type { Endpoint } from '../routes/endpoint';
import type { PublicParts } from './endpoints';

/** What admins do with the accounts of others. */
export function adminEndpoints(hasMail: boolean): readonly Endpoint<PublicParts>[] {
  return [
    ...[listAccounts, audit, showAccount, ban, unban, unlock, endAccountSessions, setRoles, setClaims],
    ...[listAccountEvents, listAccountSessions, showAccountFactors, resetFactors],
    ...(hasMail ? [sendReset] : []),
    ...[listInvitations, invite, removeInvitation],
  ];
}
