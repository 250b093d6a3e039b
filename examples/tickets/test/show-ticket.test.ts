import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem } from './support/expect-problem';
import { alice, bob, startService, type Service } from './support/service';
import { offer } from './support/tickets';

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('GET /api/tickets/:id', () => {
  it('shows a ticket to anybody', async () => {
    const ticket = await offer(service.as(alice));
    for (const client of [service.as(), service.as(bob), service.as(alice, { expiresIn: -60 })]) {
      const response = await client.get(`/api/tickets/${ticket.id}`);
      expect(response.status).toBe(200);
      expect(response.body).toEqual(ticket);
    }
  });

  it.each([
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'aaaaaaaaaaaa',
    'x',
    'coupons',
    '%24ne',
    '[object Object]',
    '1'.repeat(5000),
  ])('answers 404 for %.30s', async (id) => {
    expectProblem(await service.as().get(`/api/tickets/${id}`), 404, 'not_found');
  });

  it('answers 400 for a path that cannot be decoded', async () => {
    expectProblem(await service.as().get('/api/tickets/%E0%A4%A'), 400, 'bad_request');
  });
});

describe('what every answer has', () => {
  it('is helmet’s headers, a request id, and no word of Express', async () => {
    const { headers } = await service.as().get('/api/tickets');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.any(String),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it.each(['/', '/api/ticket', '/api/tickets/1/2', '/healthz', '/readyz'])(
    'is a 404 problem at %s',
    async (path) => {
      expectProblem(await service.as().get(path), 404, 'not_found');
    },
  );

  it('is a 404 problem for a method that is not there', async () => {
    expectProblem(await service.as(alice).delete('/api/tickets/1'), 404, 'not_found');
  });
});
