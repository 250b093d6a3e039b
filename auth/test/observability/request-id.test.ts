import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthentication, errorHandler } from '@latchkey/common';
import { createClient, forwardSession } from '@latchkey/common/client';
import { listen, requestLogOptions } from '@latchkey/common/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { pino } from 'pino';
import { pinoHttp } from 'pino-http';
import request from 'supertest';
import { JWT_KEY, startAuth, type TestAuth } from '../support/auth-service';
import { cookieHeader } from '../support/cookies';
import { collectLogs } from '../support/logs';
import { newEmail, PASSWORD } from '../support/people';
import { until } from '../support/until';

const INTERNAL_TOKEN = 'only-for-tests-only-for-tests-only';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const logs = { auth: collectLogs(), shop: collectLogs(), pages: collectLogs() };
const servers: Server[] = [];
let auth: TestAuth;
let shop: string;
let pages: string;
let cookie: string;

async function start(app: express.Express): Promise<string> {
  const server = await listen(app, 0, '127.0.0.1');
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A service with a route that asks the auth service. */
function createShop(): express.Express {
  const { requireActive } = createAuthentication({
    jwtKey: JWT_KEY,
    cookieSecure: false,
    introspection: { url: `${auth.internalUrl}/introspect`, token: INTERNAL_TOKEN },
  });
  const app = express();
  app.use(pinoHttp({ logger: pino({}, logs.shop.stream), ...requestLogOptions }));
  app.get('/orders', requireActive, (_req, res) => void res.send([]));
  app.use(errorHandler);
  return app;
}

/** A page's server, which asks both on behalf of the browser. */
function createPages(): express.Express {
  const app = express();
  app.use(pinoHttp({ logger: pino({}, logs.pages.stream), ...requestLogOptions }));
  app.get('/', async (req, res) => {
    const session = forwardSession({ headers: new Headers(req.headers as Record<string, string>) });
    const me = await createClient({ baseUrl: auth.url, session }).currentUser();
    const orders = await createClient({ baseUrl: shop, session }).fetch('/orders');
    res.send({ me, orders: orders.status });
  });
  return app;
}

beforeAll(async () => {
  auth = await startAuth({ INTERNAL_TOKEN }, logs.auth.stream);
  shop = await start(createShop());
  pages = await start(createPages());
  const person = { email: newEmail(), password: PASSWORD };
  cookie = cookieHeader(await auth.request().post('/api/users/signup').send(person).expect(201));
});
beforeEach(forgetLines);
afterAll(async () => {
  for (const server of servers) server.close();
  await auth.stop();
});

/** The path and the id of each request that a service has logged. */
const logged = ({ lines }: (typeof logs)[keyof typeof logs]) =>
  lines
    .filter(({ res }) => res !== undefined)
    .map(({ reqId, req }) => [(req as { path: string }).path, reqId ?? (req as { id: string }).id]);

/** Opens the page, and waits until every service has logged what it did for it. */
async function open(
  headers: Record<string, string> = {},
): Promise<{ readonly body: unknown; readonly headers: Record<string, string> }> {
  const answer = await request(pages).get('/').set('Cookie', cookie).set(headers).expect(200);
  await until(
    'every service has logged',
    () => logged(logs.auth).length === 2 && logged(logs.shop).length === 1 && logged(logs.pages).length === 1,
  );
  return answer;
}

/** Expects one id in the log lines of all services, over both hops. */
function expectOneId(id: unknown): void {
  expect(logged(logs.pages)).toEqual([['/', id]]);
  expect(logged(logs.shop)).toEqual([['/orders', id]]);
  expect(logged(logs.auth)).toEqual([
    ['/api/users/currentuser', id],
    ['/introspect', id],
  ]);
}

describe('the id of a request for a page', () => {
  it('is made at the first hop, answered, and logged by every service behind it', async () => {
    const { body, headers } = await open();
    expect(body).toMatchObject({ orders: 200, me: { currentUser: { id: expect.any(String) as unknown } } });
    expect(headers['x-request-id']).toMatch(UUID);
    expectOneId(headers['x-request-id']);
  });

  it('is taken from the client when it has a plain form', async () => {
    const { headers } = await open({ 'X-Request-Id': 'from-the-ingress_1' });
    expect(headers['x-request-id']).toBe('from-the-ingress_1');
    expectOneId('from-the-ingress_1');
  });

  it.each(['', 'a'.repeat(65), 'two words', 'line\u00a0break', '{"level":60}', 'a, b'])(
    'is made anew in place of %j, which goes nowhere',
    async (given) => {
      const { headers } = await open({ 'X-Request-Id': given });
      expect(headers['x-request-id']).toMatch(UUID);
      expectOneId(headers['x-request-id']);
      if (given !== '') expect(JSON.stringify(logs)).not.toContain(JSON.stringify(given).slice(1, -1));
    },
  );

  it('is another one for the next request', async () => {
    const first = (await open()).headers['x-request-id'];
    forgetLines();
    expect((await open()).headers['x-request-id']).not.toBe(first);
  });
});

function forgetLines(): void {
  Object.values(logs).forEach(({ lines }) => lines.splice(0));
}
