import type { Account, TemporaryPassword } from '../accounts/account';
import type { MailToken } from '../accounts/mail-token';
import type { ChangeRequest } from '../accounts/change-request';
import { eventOf } from '../events/acts';
import type { AuditedAction, Author } from '../events/audit-entry';
import type { OutboxEntry } from '../events/outbox-entry';

/** What an admin does to the account of somebody else, as data. The audit trail is written from it. */
export type AdminChange =
  | Exclude<ChangeRequest, { kind: 'delete' }>
  | { readonly kind: 'unban' }
  /** Forgets failed sign-ins, so that the owner can sign in on a new device. */
  | { readonly kind: 'unlock' }
  | { readonly kind: 'end_sessions' }
  /** Removes all factors, of an owner who has lost them. */
  | { readonly kind: 'reset_factors' }
  /** A code that allows the first factor. */
  | { readonly kind: 'issue_factor_code'; readonly token: MailToken }
  /** Mails a link that sets a new password. */
  | { readonly kind: 'send_reset' }
  /** Takes the operator's word that the address is the owner's. */
  | { readonly kind: 'verify_email' }
  | { readonly kind: 'set_password'; readonly temporary: TemporaryPassword };

/** What the audit trail says of a change. No password and no code goes in. */
export function auditOf(change: AdminChange): Pick<AuditedAction, 'action' | 'details'> {
  switch (change.kind) {
    case 'ban':
      return { action: 'ban', details: change.ban };
    case 'set_roles':
      return { action: 'set_roles', details: { roles: change.roles } };
    case 'grant_role':
      return { action: 'set_roles', details: { granted: change.role } };
    case 'revoke_role':
      return { action: 'set_roles', details: { revoked: change.role } };
    case 'set_claims':
      return { action: 'set_claims', details: { claims: change.claims } };
    case 'unban':
    case 'unlock':
    case 'end_sessions':
    case 'reset_factors':
    case 'issue_factor_code':
    case 'send_reset':
    case 'verify_email':
    case 'set_password':
      return { action: change.kind, details: {} };
  }
}

/** The event of a change of this account, as it is before. */
export function entryOf(change: AdminChange, account: Account, author: Author): OutboxEntry {
  // Which roles are new is what the owner is told.
  const granted =
    change.kind === 'set_roles' ? change.roles.filter((role) => !account.roles.includes(role)) : undefined;
  const event = eventOf({ ...author, ...auditOf(change), target: account.id });
  return { event: { ...event, details: { ...event.details, ...(granted && { granted }) } } };
}
