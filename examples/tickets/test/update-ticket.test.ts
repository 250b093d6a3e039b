import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../src/tickets-store';
import { expectProblem } from './support/expect-problem';
import { admin, alice, bob, startService, type Service } from './support/service';
import { offer, wrongPrices, wrongTitles } from './support/tickets';

const change = { title: 'A better concert', price: 30.5 };
let service: Service;
let ticket: Ticket;

beforeAll(async () => {
  service = await startService();
});
beforeEach(async () => {
  ticket = await offer(service.as(alice));
});
afterAll(() => service.stop());

const path = () => `/api/tickets/${ticket.id}`;
const stored = async () => (await service.as().get(path()).expect(200)).body as Ticket;

describe('PUT /api/tickets/:id', () => {
  it('changes an own ticket', async () => {
    const response = await service.as(alice).put(path()).send(change);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ ...ticket, ...change });
    expect(await stored()).toEqual({ ...ticket, ...change });
  });

  it('does not hand the ticket to another owner', async () => {
    await service
      .as(alice)
      .put(path())
      .send({ ...change, userId: 'bob', _id: 'x', $set: { userId: 'bob' } })
      .expect(200);
    expect((await stored()).userId).toBe('alice');
  });

  it.each([bob, admin])('refuses $id, whose ticket it is not', async (other) => {
    expectProblem(await service.as(other).put(path()).send(change), 403, 'forbidden');
    expect(await stored()).toEqual(ticket);
  });

  it('refuses nobody, an expired token, and a page of another origin', async () => {
    const put = (client: ReturnType<Service['as']>) => client.put(path()).send(change);
    expectProblem(await put(service.as()), 401, 'token_missing');
    expectProblem(await put(service.as(alice, { expiresIn: -60 })), 401, 'token_expired');
    expectProblem(await put(service.as(alice)).set('Sec-Fetch-Site', 'cross-site'), 401, 'token_missing');
    expect(await stored()).toEqual(ticket);
  });

  it.each(['aaaaaaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaa', 'x', 'coupons'])('answers 404 for %s', async (id) => {
    expectProblem(await service.as(alice).put(`/api/tickets/${id}`).send(change), 404, 'not_found');
  });

  it.each(wrongTitles)('refuses the title %j', async (title) => {
    const response = await service.as(alice).put(path()).send({ title, price: 1 });
    expectProblem(response, 400, 'validation_failed', ['title']);
  });

  it.each(wrongPrices)('refuses the price %j', async (price) => {
    const response = await service.as(alice).put(path()).send({ title: 'x', price });
    expectProblem(response, 400, 'validation_failed', ['price']);
  });

  it('leaves one whole change of many at once', async () => {
    const prices = Array.from({ length: 20 }, (_, index) => index);
    const put = (price: number) =>
      service
        .as(alice)
        .put(path())
        .send({ title: `at ${price}`, price });
    const responses = await Promise.all(prices.map((price) => put(price)));
    expect(responses.map(({ status }) => status)).toEqual(prices.map(() => 200));
    const { title, price } = await stored();
    expect(title).toBe(`at ${price}`);
  });
});
