import type { AccountEvent } from '../events/account-event';
import type { NewDelivery } from '../events/delivery';
import type { OutboxEntry } from '../events/outbox-entry';
import { FORMER_ADDRESS, noticeOf, OTHER_ADMINS } from './kinds';

/** News of yesterday is of use to nobody. */
const NOTICE_LIFE_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
/** What an admin asks for is sent as long as its link is good. */
const REQUEST_LIFE_MS = HOUR_MS;

/**
 * Which mails an event needs. They follow from the event alone, ids included, so the relay may ask again.
 * A change of address is told to both: the former one first, with the way back.
 */
export function deliveriesOf({ event, recipients, language }: OutboxEntry): NewDelivery[] {
  if (!isTold(event)) return [];
  const life = isAskedByAdmin(event) ? REQUEST_LIFE_MS : NOTICE_LIFE_MS;
  const delivery = (id: string, recipient?: string, data: object = {}): NewDelivery => ({
    id: `mail:${id}`,
    consumer: 'mail',
    kind: event.type,
    account: event.account,
    ...(recipient !== undefined && { recipient }),
    ...(language !== undefined && { language }),
    data: { ...data, ...contextOf(event) },
    arisenAt: event.at,
    expiresAt: new Date(event.at.getTime() + life),
  });
  if (!recipients) return [delivery(idOf(event))];
  const isOneOfMany = recipients.length > 1;
  return recipients.map((recipient, n) =>
    delivery(isOneOfMany ? `${event.id}:${n}` : event.id, recipient, isOneOfMany ? roleOf(event, n) : {}),
  );
}

/** Of what comes in numbers, the first of an hour is told: the others have its id. */
function idOf(event: AccountEvent): string {
  const { id, type, account, details, at } = event;
  const isOfNewCodes = details.factor === 'recovery_codes';
  if (type !== 'second_factor_failed' && !isOfNewCodes) return id;
  const name = isOfNewCodes ? `${type}:recovery_codes` : type;
  return `${name}:${account}:${Math.floor(at.getTime() / HOUR_MS)}`;
}

/** What the nth of several recipients is. */
function roleOf({ type }: AccountEvent, n: number): object {
  if (type === 'email_changed' && n === 0) return { to: FORMER_ADDRESS };
  return type === 'factors_reset' && n > 0 ? { to: OTHER_ADMINS } : {};
}

/** A reset that an admin asks for is an event first; what strangers ask for is none before it is sent. */
function isAskedByAdmin({ type, account, actor = account }: AccountEvent): boolean {
  return type === 'reset_requested' && actor !== account;
}

function isTold(event: AccountEvent): boolean {
  const { type, details } = event;
  if (type === 'reset_requested') return isAskedByAdmin(event);
  if (type === 'signed_in') return details.newDevice === true;
  if (type === 'roles_changed') return [details.granted].flat().includes('admin');
  return noticeOf(type) !== undefined;
}

/** From where it was done; where another person did it, an admin, that is nothing to tell. */
function contextOf({ account, actor = account, client }: AccountEvent): object {
  return actor !== account || !client ? {} : { ip: client.ip, userAgent: client.userAgent };
}
