import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { followRevocations } from '@latchkey/common';
import { followRevocationsAsSource } from '@latchkey/common/protocol';
import { listen } from '@latchkey/common/server';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRelay } from '../../src/relay/relay';
import { startSource } from '../support/source';

const TOKEN = 'only-for-tests-only-for-tests-only';
const SOURCE = 'http://auth-srv:3001/revocations';
const OPEN = { REVOCATIONS_URL: SOURCE, INTERNAL_TOKEN: undefined, MAX_FOLLOWERS: 2 };

const ends: (() => unknown)[] = [];
beforeEach(() => void jest.spyOn(process, 'emitWarning').mockReturnValue());
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  jest.restoreAllMocks();
});

/** The relay of a gate that follows a source, and is current. */
async function startRelay(config: Parameters<typeof createRelay>[0]['config'] = OPEN) {
  const source = await startSource();
  ends.push(source.stop);
  const followed = followRevocationsAsSource({ url: source.url, onOutage: 'deny' });
  ends.push(() => followed.close());
  await followed.ready();
  const stopping = new AbortController();
  const figures = new Map<string, () => number>();
  const logged: string[] = [];
  const relay = createRelay({
    source: followed.source,
    config,
    stop: stopping.signal,
    gauge: (name, _help, read) => void figures.set(name, read),
    log: { error: (_fields, message) => void logged.push(message) },
  });
  const ended = relay.run();
  ends.push(() => stopping.abort());
  const server = await listen(
    (req, res) => relay.answer(req, res, () => res.end('left to next')),
    0,
    '127.0.0.1',
  );
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/revocations`;
  const figure = (name: string) => figures.get(`latchkey_revocations_${name}`)!();
  return { source, followed, url, figure, logged, ended, stop: () => stopping.abort() };
}

async function open(url: string, authorization?: string): Promise<IncomingMessage> {
  const asked = get(url, { agent: false, headers: authorization === undefined ? {} : { authorization } });
  ends.push(() => asked.destroy());
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response.on('error', () => undefined);
}

async function problemOf(response: IncomingMessage): Promise<unknown> {
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.headers['cache-control']).toBe('no-store');
  const { status, code } = JSON.parse(await text(response)) as Record<string, unknown>;
  expect(status).toBe(response.statusCode);
  return [status, code];
}

describe('the relay of a gate', () => {
  it('has a ban arrive at those who follow the gate', async () => {
    const { source, url, figure } = await startRelay();
    const follower = followRevocations({ url, onOutage: 'deny' });
    ends.push(() => follower.close());
    await follower.ready();
    expect(figure('followers')).toBe(1);
    const ada = { sub: 'ada', sid: 'one', gen: 0 };
    const banned = new Promise<void>((resolve) => follower.watch(ada, resolve));
    source.ban('ada');
    await banned;
    expect(follower.isRevoked(ada)).toBe(true);
  });

  it('leaves other requests to the health endpoints', async () => {
    const { url } = await startRelay();
    for (const path of ['/healthz', '/revocations/x'])
      expect(await text(await open(new URL(path, url).href))).toBe('left to next');
  });

  it('serves no more than MAX_FOLLOWERS', async () => {
    const { url } = await startRelay();
    await open(url);
    await open(url);
    const third = await open(url);
    expect(await problemOf(third)).toEqual([503, 'unavailable']);
    expect(third.headers['retry-after']).toMatch(/^[1-5]$/);
  });

  it.each(['', '/snapshot'])('wants INTERNAL_TOKEN where the gate has one: %s', async (path) => {
    const { url } = await startRelay({ ...OPEN, INTERNAL_TOKEN: TOKEN });
    const refused = await open(url + path);
    expect(await problemOf(refused)).toEqual([401, 'invalid_client']);
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="latchkey internal"');
    expect((await open(url + path, `Bearer ${TOKEN}`)).statusCode).toBe(200);
  });

  describe.each([
    'nats://gate:password@nats:4222',
    'tls://nats:4222',
    'https://gate:password@auth/revocations',
  ])('that follows %s', (REVOCATIONS_URL) => {
    it.each(['', '/snapshot'])('serves nothing without INTERNAL_TOKEN: %s', async (path) => {
      const { url } = await startRelay({ ...OPEN, REVOCATIONS_URL });
      expect(await text(await open(url + path))).toBe('left to next');
    });

    it.each(['', '/snapshot'])('wants INTERNAL_TOKEN: %s', async (path) => {
      const { url } = await startRelay({ ...OPEN, REVOCATIONS_URL, INTERNAL_TOKEN: TOKEN });
      expect((await open(url + path)).statusCode).toBe(401);
      expect((await open(url + path, `Bearer ${TOKEN}`)).statusCode).toBe(200);
    });
  });

  it('sends its followers away when it ends, and takes no more', async () => {
    const { url, ended, stop } = await startRelay();
    const response = await open(url);
    const read = text(response);
    stop();
    await ended;
    expect(await read).toContain('event: as-of\n');
    expect(await problemOf(await open(url))).toEqual([503, 'unavailable']);
  });

  it('answers a fault of its own with 500, and logs it', async () => {
    const { url, followed, logged } = await startRelay();
    jest.spyOn(followed.source.list, 'entries').mockImplementationOnce(() => {
      throw new Error('no memory');
    });
    expect(await problemOf(await open(`${url}/snapshot`))).toEqual([500, 'internal_error']);
    expect(logged).toEqual(['the feed cannot be served']);
    expect((await open(`${url}/snapshot`)).statusCode).toBe(200);
  });
});
