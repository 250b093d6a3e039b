import type { Request } from 'express';
import { newEvent, type AccountEvent, type EventOrigin, type EventType } from '../events/account-event';
import type { OutboxEntry } from '../events/outbox-entry';
import { clientOf } from '../http/client';
import { languageOf } from '../mail/language';

/** The entry of what the account itself does by a request. Its owner is told in the language that the request asks for. */
export function entryOf(
  req: Request,
  type: EventType,
  account: string,
  origin: Omit<EventOrigin, 'client'> = {},
  details: AccountEvent['details'] = {},
): OutboxEntry {
  return {
    event: newEvent(type, account, { ...origin, client: clientOf(req) }, details),
    language: languageOf(req.get('accept-language')),
  };
}
