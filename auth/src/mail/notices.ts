import type { AccountEvent } from '../events/account-event';
import type { NewDelivery } from '../events/delivery';
import type { OutboxEntry } from '../events/outbox-entry';
import { FORMER_ADDRESS, noticeOf } from './kinds';

/** News of yesterday is of use to nobody. */
const NOTICE_LIFE_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

/**
 * Which mails an event needs. They follow from the event alone, ids included, so the relay may ask again.
 * A change of address is told to both: the former one first, with the way back.
 */
export function deliveriesOf({ event, recipients, language }: OutboxEntry): NewDelivery[] {
  if (!isTold(event)) return [];
  const delivery = (id: string, recipient?: string, data: object = {}): NewDelivery => ({
    id: `mail:${id}`,
    consumer: 'mail',
    kind: event.type,
    account: event.account,
    ...(recipient !== undefined && { recipient }),
    ...(language !== undefined && { language }),
    data: { ...data, ...contextOf(event) },
    arisenAt: event.at,
    expiresAt: new Date(event.at.getTime() + NOTICE_LIFE_MS),
  });
  if (!recipients) return [delivery(idOf(event))];
  const isChange = event.type === 'email_changed' && recipients.length > 1;
  return recipients.map((recipient, n) =>
    delivery(
      recipients.length > 1 ? `${event.id}:${n}` : event.id,
      recipient,
      isChange && n === 0 ? { to: FORMER_ADDRESS } : {},
    ),
  );
}

/** Of failures, which come in numbers, the first of an hour is told: the others have its id. */
function idOf({ id, type, account, at }: AccountEvent): string {
  if (type !== 'second_factor_failed') return id;
  return `${type}:${account}:${Math.floor(at.getTime() / HOUR_MS)}`;
}

function isTold({ type, details }: AccountEvent): boolean {
  if (type === 'signed_in') return details.newDevice === true;
  if (type === 'roles_changed') return [details.granted].flat().includes('admin');
  return noticeOf(type) !== undefined;
}

/** From where it was done; where another person did it, an admin, that is nothing to tell. */
function contextOf({ account, actor = account, client }: AccountEvent): object {
  return actor !== account || !client ? {} : { ip: client.ip, userAgent: client.userAgent };
}
