import type { AccountEvent, EventType } from '../../events/account-event';

/** Which details of its own events a person reads. A type that is not here shows none. */
const SHOWN: Partial<Record<EventType, readonly string[]>> = {
  signed_in: ['newDevice', 'amr'],
  step_up: ['amr'],
  sign_in_failed: ['count', 'reason'],
  second_factor_failed: ['reason'],
  factor_added: ['factor', 'name'],
  factor_removed: ['factor', 'name'],
  password_changed: ['removed'],
  session_ended: ['reason'],
  sessions_ended: ['reason'],
  roles_changed: ['roles', 'granted', 'revoked'],
};

/** Stored as one role or as several. */
const LISTS = new Set(['granted', 'revoked']);

/** What anybody can do who knows an address. */
const BY_ANYBODY = new Set<EventType>(['reset_requested', 'sign_in_requested', 'sign_in_failed']);

/**
 * What a person reads of an event of their own account: of an admin no more than that it was one. Until the address is verified, its
 * owner may be another person, who must not be found out by asking for a reset.
 */
export function toOwnEventView(
  { id, type, at, actor, client, sid, details }: AccountEvent,
  isVerified: boolean,
) {
  const byAdmin = actor !== undefined;
  const showsClient = !byAdmin && (isVerified || !BY_ANYBODY.has(type));
  return {
    ...{ id, type, at, byAdmin },
    ...(showsClient && client && { client: { ip: client.ip, userAgent: client.userAgent } }),
    ...(!byAdmin && sid !== undefined && { sid }),
    details: ownDetails(type, details),
  };
}

function ownDetails(type: EventType, details: AccountEvent['details']): object {
  const shown = (SHOWN[type] ?? []).filter((name) => details[name] !== undefined);
  return Object.fromEntries(
    shown.map((name) => [name, LISTS.has(name) ? [details[name]].flat() : details[name]]),
  );
}

/** What admins read of an event: all but its place in the document that it was written with. */
export function toEventView({ id, type, at, account, actor, sid, client, from, details }: AccountEvent) {
  return { id, type, at, account, actor, sid, client, from, details };
}
