import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import request from 'supertest';
import { pino } from 'pino';
import { createMetrics } from '../../src/observability/metrics';
import { listen } from '@latchkey/common/server';
import { createInternalApp } from '../../src/apps/internal';
import { createFollowers } from '@latchkey/common/protocol';
import { startAuth, type TestAuth } from '../support/auth-service';
import { restartClock, stopClock } from '../support/clock';
import { collectLogs } from '../support/logs';
import { expectProblem } from '../support/problems';

const { lines, stream } = collectLogs();

let state: { ready: boolean; databaseUp: boolean; hashesWaiting: number };
let auth: TestAuth;
let server: Server;

beforeEach(() => {
  state = { ready: true, databaseUp: true, hashesWaiting: 0 };
});

beforeAll(async () => {
  auth = await startAuth();
  const metrics = createMetrics({
    isDatabaseUp: () => state.databaseUp,
    hashesWaiting: () => state.hashesWaiting,
    revocations: auth.services.revocations,
  });
  const app = createInternalApp({
    config: auth.config,
    isReady: () => state.ready,
    followers: createFollowers(2),
    metrics,
    services: auth.services,
    log: pino({}, stream),
  });
  server = await listen(app, 0, '127.0.0.1');
});

afterAll(async () => {
  server.close();
  await auth.stop();
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

  it('says at each scrape how many revocations are held, and how old the list is', async () => {
    const { revocations, stores } = auth.services;
    await revocations.readAll([stores.accounts, stores.sessions]);
    expect(await metric('latchkey_revocations_entries')).toBe('0');
    revocations.record({ kind: 'session', session: 'one', revokedAt: new Date() });
    stopClock().pass(7000);
    expect(await metric('latchkey_revocations_entries')).toBe('1');
    const age = Number(await metric('latchkey_revocations_as_of_age_seconds'));
    restartClock();
    expect(age).toBeGreaterThanOrEqual(7);
    expect(age).toBeLessThan(60);
  });
});

describe('every answer', () => {
  it.each(['/healthz', '/readyz', '/metrics', '/verify', '/nothing'])(
    'stays out of caches: %s',
    async (path) => {
      const { headers } = await request(server).get(path);
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('leaves no line in the log, since a gateway asks on every request', () => {
    expect(lines).toEqual([]);
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
