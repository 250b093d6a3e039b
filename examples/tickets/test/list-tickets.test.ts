import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../src/tickets-store';
import { expectProblem } from './support/expect-problem';
import { alice, bob, startService, type Service } from './support/service';
import { offer } from './support/tickets';

interface Page {
  tickets: Ticket[];
  next?: string;
}

let service: Service;

async function list(parameters: object): Promise<Page> {
  const response = await service.as().get('/api/tickets').query(parameters).expect(200);
  return response.body as Page;
}

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('GET /api/tickets', () => {
  it('is empty at first', async () => {
    expect(await list({})).toEqual({ tickets: [] });
  });

  it('shows everybody’s tickets to anybody, page by page, the newest first', async () => {
    const made: Ticket[] = [];
    for (let price = 1; price <= 60; price += 1) {
      made.unshift(await offer(service.as(price % 2 ? alice : bob), { title: 'x', price }));
    }
    expect((await list({})).tickets).toEqual(made.slice(0, 50));
    expect((await list({ limit: 100 })).tickets).toEqual(made);

    const paged: Ticket[] = [];
    let page: Page | undefined;
    do {
      page = await list({ limit: 20, after: page?.next });
      paged.push(...page.tickets);
    } while (page.next);
    expect(paged).toEqual(made);
  });

  it.each(['0', '-1', '101', '1e9', '1.5', 'x', '', '0000000001'])('refuses the limit %j', async (limit) => {
    const response = await service.as().get('/api/tickets').query({ limit });
    expectProblem(response, 400, 'validation_failed', ['limit']);
  });

  it.each(['x', '', '1', '{"$gt":""}'])('refuses after=%j', async (after) => {
    const response = await service.as().get('/api/tickets').query({ after });
    expectProblem(response, 400, 'validation_failed', ['after']);
  });

  it('refuses a parameter that is given twice', async () => {
    const id = 'a'.repeat(24);
    const response = await service.as().get(`/api/tickets?limit=1&limit=2&after=${id}&after=${id}`);
    expectProblem(response, 400, 'validation_failed', ['limit', 'after']);
  });

  it('takes brackets as part of a name, not as an operator', async () => {
    expect((await list({ 'after[$ne]': 'x', 'limit[]': '1' })).tickets).toHaveLength(50);
  });
});
