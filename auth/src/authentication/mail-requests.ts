import type { Request } from 'express';
import { newEvent, newEventId, type AccountEvent, type EventType } from '../events/account-event';
import type { Delivery, DeliveryStore, NewDelivery } from '../events/delivery';
import { clientOf } from '../http/client';
import { languageOf } from '../mail/language';
import type { RequestKind } from '../mail/preparation';

/** What is asked for after this is sent no more. */
const LIFE_MS = 60 * 60_000;

/** A mail that somebody asks for. */
export interface MailRequest {
  readonly kind: RequestKind;
  /** The id of the account, where it is known who asks. */
  readonly account?: string;
  /** The address, in its one form; the account's where it is absent. */
  readonly recipient?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Writes down that somebody asks for a mail: one insert, whether an account has the address or not. What becomes of it is found
 * out when it is sent, so neither the answer nor its time tells of accounts.
 */
export function createMailRequests(deliveries: Pick<DeliveryStore, 'insert'>) {
  return {
    async add(req: Request, { data, ...request }: MailRequest): Promise<void> {
      const arisenAt = new Date();
      const { ip, userAgent } = clientOf(req);
      await deliveries.insert([
        {
          ...request,
          id: `mail:${newEventId(arisenAt)}`,
          consumer: 'mail',
          language: languageOf(req.get('accept-language')),
          data: { ...data, ip, userAgent },
          arisenAt,
          expiresAt: new Date(arisenAt.getTime() + LIFE_MS),
        },
      ]);
    },
  };
}

export type MailRequests = ReturnType<typeof createMailRequests>;

/** The id of the request or event that a delivery was made from. */
export function sourceOf({ id }: Pick<NewDelivery, 'id'>): string {
  return id.split(':')[1] ?? id;
}

/** What the account's log tells of a request. It has the request's id, so a mail that is prepared again has one event. */
export function requestEvent(delivery: Delivery, { id: account }: { readonly id: string }): AccountEvent {
  const { kind, arisenAt, data } = delivery;
  const client = { ip: String(data.ip), userAgent: String(data.userAgent) };
  return { ...newEvent(kind as EventType, account, { client }), id: sourceOf(delivery), at: arisenAt };
}
