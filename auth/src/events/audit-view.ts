import type { AccountEvent, EventType } from './account-event';
import type { RefusedAct } from './acts';
import { AUDITED, type AuditAction, type AuditDetails, type AuditEntry } from './audit-entry';

const ACTION_OF = new Map<EventType, AuditAction>(
  Object.entries(AUDITED).map(([action, type]) => [type, action as AuditAction]),
);

/** The types of the events that the audit trail shows, where they are acts of admins. */
export const AUDITED_TYPES: readonly EventType[] = [...ACTION_OF.keys(), 'admin_act_refused'];

/** An event of one of these types as the audit trail shows it. Older events of deletions have no actor: it was the owner. */
export function toAuditEntry(event: AccountEvent): AuditEntry {
  const { id, at, type, account: target, actor = target, details } = event;
  const same = { id, at, actor, target, from: event.from ?? event.client?.ip ?? '' };
  if (type === 'admin_act_refused') {
    const { action, code, ...tried } = details as unknown as RefusedAct;
    return { ...same, action, details: tried, outcome: 'refused', code };
  }
  return { ...same, action: ACTION_OF.get(type)!, details: shown(details), outcome: 'done' };
}

/** Which of the roles are new is for their owner. */
function shown({ granted, ...details }: AccountEvent['details']): AuditDetails {
  return typeof granted === 'string' ? { ...details, granted } : details;
}
