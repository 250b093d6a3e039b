import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { sessionCookie } from '@latchkey/common/testing';
import supertest from 'supertest';
import { expectProblem } from './support/expect-problem';
import { freePort } from '../../../tools/ports';
import { databaseUri, endProcesses, startMain, until } from './support/process';
import { admin, alice, mongoUri, startService, type Client } from './support/service';
import { startProxy, type Proxy } from './support/tcp-proxy';

const id = 'a'.repeat(24);
const ticket = { title: 'A concert', price: 20 };

const requests: [string, (client: Client) => supertest.Test][] = [
  ['GET /api/tickets', (client) => client.get('/api/tickets')],
  ['GET /api/tickets/:id', (client) => client.get(`/api/tickets/${id}`)],
  ['POST /api/tickets', (client) => client.post('/api/tickets').send(ticket)],
  ['PUT /api/tickets/:id', (client) => client.put(`/api/tickets/${id}`).send(ticket)],
  [
    'POST /api/tickets/coupons',
    (client) => client.post('/api/tickets/coupons').send({ code: 'ABC', percentOff: 1 }),
  ],
];

function expectUnavailable(response: supertest.Response): void {
  expectProblem(response, 503, 'unavailable');
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
}

describe('before the database was ever there', () => {
  const service = startService({ connected: false });
  afterAll(async () => (await service).stop());

  it.each(requests)('%s answers 503', async (_name, request) => {
    expectUnavailable(await request((await service).as(admin)));
  });

  it('still tells who may not, and what is wrong', async () => {
    const { as } = await service;
    expectProblem(await as().post('/api/tickets').send(ticket), 401, 'token_missing');
    expectProblem(await as(alice).post('/api/tickets/coupons').send({}), 403, 'forbidden');
    expectProblem(await as(alice).post('/api/tickets').send({}), 400, 'validation_failed');
  });
});

describe('a process whose database goes and comes', () => {
  let proxy: Proxy | undefined;
  afterEach(endProcesses);
  afterEach(() => proxy?.stop());

  async function start({ cut = false } = {}) {
    proxy = await startProxy(new URL(mongoUri()));
    if (cut) proxy.cut();
    const main = await startMain(databaseUri(proxy.port));
    const client = supertest.agent(main.url).set('Cookie', sessionCookie(admin));
    const health = async (path: string) => (await fetch(main.internalUrl + path)).status;
    return { proxy, client, health };
  }

  it('starts without it, answers 503, and works once it is there', async () => {
    const { proxy, client, health } = await start({ cut: true });
    for (const [, request] of requests) expectUnavailable(await request(client));
    expect([await health('/healthz'), await health('/readyz')]).toEqual([200, 200]);
    proxy.mend();
    await until(async () => (await client.post('/api/tickets').send(ticket)).status === 201);
  });

  it('answers 503 while it is away, and works once it is back', async () => {
    const { proxy, client, health } = await start();
    await until(async () => (await client.post('/api/tickets').send(ticket)).status === 201);
    proxy.cut();
    const responses = await Promise.all(requests.map(([, request]) => request(client)));
    responses.forEach(expectUnavailable);
    expect([await health('/healthz'), await health('/readyz')]).toEqual([200, 200]);
    proxy.mend();
    await until(async () => (await client.get('/api/tickets')).status === 200);
    expect((await client.get('/api/tickets')).body).toMatchObject({ tickets: [ticket] });
  });

  it('stops cleanly while it is away', async () => {
    const main = await startMain(databaseUri(await freePort()));
    main.child.kill('SIGTERM');
    expect(await main.exited).toBe(0);
    expect(main.output.stderr).toBe('');
  });
});
