import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createHealthEndpoints, listen, type HealthOptions } from '../../src/server';
import { express } from '../support/express';

let server: Server | undefined;
afterEach(() => void server?.close());

async function ask(options: HealthOptions) {
  server = await listen(createHealthEndpoints(options), 0, '127.0.0.1');
  return request(server);
}
const figures = { contentType: 'text/plain; version=0.0.4', metrics: () => Promise.resolve('up 1\n') };

describe('the health endpoints', () => {
  it.each([true, false])('are alive whether they are ready or not: %s', async (ready) => {
    await (await ask({ isReady: () => ready })).get('/healthz').expect(200, { status: 'alive' });
  });

  it.each([
    [true, 200, 'ready'],
    [false, 503, 'not ready'],
  ])('tell at each request whether the service is ready: %s', async (ready, status, text) => {
    let isReady = !ready;
    const client = await ask({ isReady: () => isReady });
    isReady = ready;
    await client.get('/readyz?verbose').expect(status, { status: text });
  });

  it('show the figures of the service', async () => {
    const { headers, text } = await (await ask({ isReady: () => true, metrics: figures })).get('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4');
    expect(text).toBe('up 1\n');
  });

  it('answer 500 when the figures cannot be read', async () => {
    const metrics = { contentType: 'text/plain', metrics: () => Promise.reject(new Error('secret')) };
    const { status, text } = await (await ask({ isReady: () => true, metrics })).get('/metrics');
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
  });

  it.each([
    ['get', '/'],
    ['get', '/metrics'],
    ['get', '/healthz/more'],
    ['post', '/healthz'],
  ] as const)('are nothing else: %s %s', async (method, path) => {
    await (await ask({ isReady: () => true }))[method](path).expect(404);
  });

  it('leave other requests to what follows in Express', async () => {
    const app = express();
    app.use(createHealthEndpoints({ isReady: () => true }));
    app.get('/feed', (_req, res) => void res.send('news'));
    server = await listen(app, 0, '127.0.0.1');
    await request(server).get('/readyz').expect(200, { status: 'ready' });
    await request(server).get('/feed').expect(200, 'news');
  });
});
