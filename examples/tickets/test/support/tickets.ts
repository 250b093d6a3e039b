import type { Ticket } from '../../src/tickets-store';
import type { Client } from './service';

/** Offers a ticket through the API and returns it. */
export async function offer(
  client: Client,
  fields: object = { title: 'A concert', price: 20 },
): Promise<Ticket> {
  const response = await client.post('/api/tickets').send(fields).expect(201);
  return response.body as Ticket;
}

export const wrongTitles: unknown[] = [
  undefined,
  null,
  '',
  '   ',
  'x'.repeat(201),
  7,
  true,
  {},
  { $gt: '' },
  [],
  ['A concert'],
  [['A concert']],
];

export const wrongPrices: unknown[] = [
  undefined,
  null,
  -1,
  -0.01,
  0.001,
  19.999,
  1e20,
  1e308,
  '20',
  '',
  true,
  {},
  { $gt: 0 },
  [],
  [20],
];
