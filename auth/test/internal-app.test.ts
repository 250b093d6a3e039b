import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import request from 'supertest';
import { createMetrics } from '../src/http/metrics';
import { listen } from '@latchkey/common/server';
import { createInternalApp } from '../src/internal-app';
import { expectProblem } from './support/problems';

let state: { ready: boolean; databaseUp: boolean; hashesWaiting: number };
let server: Server;

beforeEach(() => {
  state = { ready: true, databaseUp: true, hashesWaiting: 0 };
});

beforeAll(async () => {
  const { registry } = createMetrics({
    isDatabaseUp: () => state.databaseUp,
    hashesWaiting: () => state.hashesWaiting,
  });
  server = await listen(createInternalApp({ isReady: () => state.ready, registry }), 0, '127.0.0.1');
});

afterAll(() => {
  server.close();
});

describe('GET /healthz', () => {
  it.each([true, false])('says that the process is alive (ready: %s)', async (ready) => {
    state.ready = ready;
    await request(server).get('/healthz').expect(200, { status: 'alive' });
  });
});

describe('GET /readyz', () => {
  it('is 200 while the service is ready', async () => {
    await request(server).get('/readyz').expect(200, { status: 'ready' });
  });

  it('is 503 while it is not', async () => {
    state.ready = false;
    await request(server).get('/readyz').expect(503, { status: 'not ready' });
  });

  it('does not hang on MongoDB, whose absence would take out every replica at once', async () => {
    state.databaseUp = false;
    await request(server).get('/readyz').expect(200);
  });
});

describe('GET /metrics', () => {
  const metric = async (name: string) => {
    const { text } = await request(server).get('/metrics').expect(200);
    return new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1];
  };

  it('is in the text format of Prometheus', async () => {
    const { headers, text } = await request(server).get('/metrics').expect(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('# TYPE latchkey_http_request_duration_seconds histogram\n');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  it('says at each scrape whether MongoDB is connected', async () => {
    expect(await metric('latchkey_mongodb_up')).toBe('1');
    state.databaseUp = false;
    expect(await metric('latchkey_mongodb_up')).toBe('0');
  });

  it('says at each scrape how many password hashes wait', async () => {
    expect(await metric('latchkey_password_hashes_waiting')).toBe('0');
    state.hashesWaiting = 7;
    expect(await metric('latchkey_password_hashes_waiting')).toBe('7');
  });
});

describe('anything else', () => {
  it.each([
    ['get', '/'],
    ['get', '/api/users/currentuser'],
    ['post', '/healthz'],
    ['post', '/metrics'],
  ] as const)('is a 404 problem: %s %s', async (method, path) => {
    const answer = await request(server)[method](path);
    expectProblem(answer, 404, 'not_found');
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});
