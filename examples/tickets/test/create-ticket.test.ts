import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { accessToken } from '@latchkey/common/testing';
import { expectProblem } from './support/expect-problem';
import { alice, startService, type Service } from './support/service';
import { offer, wrongPrices, wrongTitles } from './support/tickets';

const ticket = { title: 'A concert', price: 19.99 };
let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('POST /api/tickets', () => {
  it('stores the ticket as the signed-in user’s', async () => {
    const response = await service.as(alice).post('/api/tickets').send(ticket);
    expect(response.status).toBe(201);
    const { id } = response.body as { id: string };
    expect(response.body).toEqual({ id: expect.any(String), userId: 'alice', ...ticket });
    expect(response.headers.location).toBe(`/api/tickets/${id}`);
    const shown = await service.as().get(`/api/tickets/${id}`);
    expect(shown.body).toEqual(response.body);
  });

  it('trims the title', async () => {
    expect((await offer(service.as(alice), { title: '  A play ', price: 1 })).title).toBe('A play');
  });

  it.each([0, 0.01, 0.1, 0.29, 1.1, 1.15, 4.35, 19.99, 999_999_999.99])(
    'takes the price %d',
    async (price) => {
      expect((await offer(service.as(alice), { title: 'x', price })).price).toBe(price);
    },
  );

  it('ignores fields that it does not know, the owner among them', async () => {
    const more = { userId: 'bob', id: '1', _id: '1', version: 7, __proto__: { a: 1 }, admin: true };
    const made = await offer(service.as(alice), { ...ticket, ...more });
    expect(Object.keys(made).sort()).toEqual(['id', 'price', 'title', 'userId']);
    expect(made.userId).toBe('alice');
  });

  it('takes 200 characters of two UTF-16 units each', async () => {
    const title = '🎫'.repeat(200);
    expect((await offer(service.as(alice), { title, price: 1 })).title).toBe(title);
  });

  it('refuses a title in thousands of spaces, and a body that would have to be inflated', async () => {
    const title = `${' '.repeat(10_000)}x`;
    const response = await service.as(alice).post('/api/tickets').send({ title, price: 1 });
    expectProblem(response, 400, 'validation_failed', ['title']);
    const packed = service
      .as(alice)
      .post('/api/tickets')
      .type('json')
      .set('Content-Encoding', 'gzip')
      .serialize((data) => data as string);
    expectProblem(await packed.send(gzipSync(JSON.stringify(ticket))), 415, 'unsupported_media_type');
  });

  it.each(wrongTitles)('refuses the title %j', async (title) => {
    const response = await service.as(alice).post('/api/tickets').send({ title, price: 1 });
    expectProblem(response, 400, 'validation_failed', ['title']);
  });

  it.each(wrongPrices)('refuses the price %j', async (price) => {
    const response = await service.as(alice).post('/api/tickets').send({ title: 'x', price });
    expectProblem(response, 400, 'validation_failed', ['price']);
  });

  it('tells all faults at once', async () => {
    const response = await service.as(alice).post('/api/tickets').send({});
    expectProblem(response, 400, 'validation_failed', ['title', 'price']);
  });
});

describe('who may not', () => {
  it('is nobody', async () => {
    expectProblem(await service.as().post('/api/tickets').send(ticket), 401, 'token_missing');
  });

  it('is somebody whose token has expired', async () => {
    const response = await service.as(alice, { expiresIn: -60 }).post('/api/tickets').send(ticket);
    expectProblem(response, 401, 'token_expired');
    expect(response.headers['www-authenticate']).toContain('Bearer');
  });

  it('is somebody with another key’s token', async () => {
    const forged = accessToken(alice).replace(/.{8}$/, 'AAAAAAAA');
    const response = await service.as().post('/api/tickets').auth(forged, { type: 'bearer' }).send(ticket);
    expectProblem(response, 401, 'token_invalid');
  });

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.test' },
  ])('is a page of another origin that has the cookie sent: %j', async (headers) => {
    const response = await service.as(alice).post('/api/tickets').set(headers).send(ticket);
    expectProblem(response, 401, 'token_missing');
  });
});

describe('a body that is not JSON of a reasonable size', () => {
  const post = (type: string) => service.as(alice).post('/api/tickets').type(type);

  it('is refused when malformed', async () => {
    expectProblem(await post('json').send('{"title":'), 400, 'malformed_json');
  });

  it('is refused when larger than 16 KiB', async () => {
    const response = await post('json').send({ ...ticket, title: 'x'.repeat(1024 * 1024) });
    expectProblem(response, 413, 'payload_too_large');
  });

  it.each(['form', 'text/plain'])('is not read as %s', async (type) => {
    const body = type === 'form' ? 'title=x&price=1' : JSON.stringify(ticket);
    expectProblem(await post(type).send(body), 400, 'validation_failed', ['title', 'price']);
  });

  it.each(['[]', '"x"', 'null', '7'])('is refused when it is %s', async (body) => {
    expect((await post('json').send(body)).status).toBe(400);
  });
});
