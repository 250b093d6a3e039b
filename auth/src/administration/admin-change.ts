import type { Account, TemporaryPassword } from '../accounts/account';
import type { ChangeRequest } from '../accounts/change-request';
import { newEvent, type EventType } from '../events/account-event';
import type { AuditedAction } from '../events/audit-entry';
import type { OutboxEntry } from '../events/outbox-entry';

/** What an admin does to the account of somebody else, as data. The audit trail is written from it. */
export type AdminChange =
  | Exclude<ChangeRequest, { kind: 'delete' }>
  | { readonly kind: 'unban' }
  /** Forgets failed sign-ins, so that the owner can sign in on a new device. */
  | { readonly kind: 'unlock' }
  | { readonly kind: 'end_sessions' }
  | { readonly kind: 'set_password'; readonly temporary: TemporaryPassword };

/** What the audit trail says of a change. No password goes in. */
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
    case 'set_password':
      return { action: change.kind, details: {} };
  }
}

const EVENTS = {
  ban: 'banned',
  unban: 'unbanned',
  unlock: 'unlocked',
  end_sessions: 'sessions_ended',
  set_password: 'password_changed',
  set_roles: 'roles_changed',
  grant_role: 'roles_changed',
  revoke_role: 'roles_changed',
  set_claims: 'claims_changed',
} as const satisfies Record<AdminChange['kind'], EventType>;

/** The event of a change of this account, as it is before. */
export function entryOf(
  change: AdminChange,
  account: Account,
  { actor, from }: Pick<AuditedAction, 'actor' | 'from'>,
): OutboxEntry {
  // Which roles are new is what the owner is told.
  const granted =
    change.kind === 'set_roles' ? change.roles.filter((role) => !account.roles.includes(role)) : undefined;
  const details = { ...auditOf(change).details, ...(granted && { granted }) };
  return { event: newEvent(EVENTS[change.kind], account.id, { actor, from }, details) };
}
