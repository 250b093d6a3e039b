import { readAnswer, type Client } from '@latchkey/common/client';

export interface Ticket {
  readonly id: string;
  readonly title: string;
  readonly price: number;
  readonly userId: string;
}

export interface Tickets {
  readonly tickets: readonly Ticket[];
  /** There when there is more: the `after` of the next page. */
  readonly next?: string;
}

/** The tickets service, newest first. */
export function listTickets(service: Client, after: string | null): Promise<Tickets> {
  const query = after === null ? '' : `&${new URLSearchParams({ after }).toString()}`;
  return readAnswer(service.fetch(`/api/tickets?limit=20${query}`));
}

/** Offers a ticket; a price that is no number goes as null, for the service to refuse. */
export function createTicket(
  service: Client,
  { title, price }: { readonly title: string; readonly price: string },
): Promise<Ticket> {
  return readAnswer(
    service.fetch('/api/tickets', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title, price: price.trim() === '' ? null : Number(price) }),
    }),
  );
}
