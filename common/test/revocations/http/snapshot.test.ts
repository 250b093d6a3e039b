import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asOf, revoked, snapshot, stream } from '../../support/feed-server';
import { ada, cutOff, endFollowing, follow, hurry, serve, warnings } from '../../support/following';
import { NDJSON, serveBoth } from '../../support/serve-both';
import { until } from '../../support/until';

let warned: string[];
beforeEach(() => {
  warned = warnings();
  hurry();
});
afterEach(endFollowing);

const bob = { sub: 'bob', sid: 'two', gen: 3 };

const shown = ({ url, headers }: IncomingMessage) => [url, headers['last-event-id']];

describe('a source with a snapshot', () => {
  it('is asked for it, and for the stream from there on the same connection', async () => {
    const { url, asked } = await serveBoth();
    const followed = follow(`${url}?replica=1`);
    await followed.ready();
    expect([ada, bob].map(followed.isRevoked)).toEqual([true, false]);
    await until('it is connected', () => followed.status().connected);
    expect(asked.map(shown)).toEqual([
      ['/revocations/snapshot?replica=1', undefined],
      ['/revocations?replica=1', 'e.1'],
    ]);
    expect(asked.map(({ headers }) => headers.accept)).toEqual(['application/x-ndjson', 'text/event-stream']);
    expect(asked[0]!.headers['accept-encoding']).toBe('gzip');
    expect(asked[1]!.headers['accept-encoding']).toBeUndefined();
    expect(asked[1]!.socket.remotePort).toBe(asked[0]!.socket.remotePort);
    expect(warned).toEqual([]);
  });

  it('is resumed where the stream ended, on another connection', async () => {
    const server = await serveBoth();
    const followed = follow(server.url);
    await until('it is connected', () => followed.status().connected);
    server.answer = stream(revoked('session.two'), asOf(Date.now() + 2, 'e.3'));
    server.cut();
    await until('it is told', () => followed.isRevoked(bob));
    expect(server.requests).toBe(2);
    expect(server.asked.map(shown).at(-1)).toEqual(['/revocations', 'e.1']);
  });

  it('may compress it', async () => {
    const text = snapshot('e.1', ...Array.from({ length: 20_000 }, (_, n) => `session.s${n}`));
    const { url } = await serveBoth(gzipSync(text), { 'Content-Encoding': 'gzip' });
    const followed = follow(url);
    await followed.ready();
    expect(followed.status().entries).toBe(20_000);
  });

  it.each([
    ['is cut', gzipSync(snapshot('e.1', 'user.ada.4')).subarray(0, 60), 'unexpected end of file'],
    ['is none', snapshot('e.1'), 'incorrect header check'],
    ['has a line of 100 MB', gzipSync(`{"key":"${'x'.repeat(100_000_000)}`), 'a line is too long'],
  ])('whose compressed snapshot %s fails', async (_what, body, message) => {
    const { url } = await serveBoth(body, { 'Content-Encoding': 'gzip' });
    const followed = follow(url);
    await until('it warned', () => warned.length === 1);
    expect(warned).toEqual([cutOff(message)]);
    expect(followed.status()).toMatchObject({ secondsSinceAsOf: Infinity, connected: false });
  });

  it('that breaks in the middle of it fails', async () => {
    const server = await serveBoth();
    server.snapshot = (_req, res) => {
      res.writeHead(200, NDJSON).write(snapshot('e.1', 'user.ada.4'));
      setImmediate(() => res.destroy());
    };
    const followed = follow(server.url);
    await until('it warned', () => warned.length === 1);
    expect(warned).toEqual([cutOff('aborted')]);
    expect(followed.status()).toMatchObject({ entries: 1, secondsSinceAsOf: Infinity });
  });
});

describe('close in the middle of the snapshot', () => {
  it.each(['', 'gzip'])('leaves nothing open (%j)', async (encoding) => {
    const server = await serveBoth();
    let open = 0;
    server.snapshot = (_req, res) => {
      open += 1;
      res.once('close', () => (open -= 1));
      res.writeHead(200, { ...NDJSON, 'Content-Encoding': encoding });
      res.write(encoding === '' ? snapshot('e.1', 'user.ada.4') : gzipSync('').subarray(0, 10));
    };
    const followed = follow(server.url);
    await until('it asked', () => open === 1);
    await followed.close();
    await until('nothing is open', () => open === 0);
    expect(warned).toEqual([]);
  });
});

describe('a source of 0.1.x', () => {
  it('sends all on the stream again and again', async () => {
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    server.answer = stream(revoked('session.two'), asOf(Date.now() + 1));
    server.cut();
    await until('it is told', () => followed.isRevoked(bob));
  });

  it('may take the place of a newer one, and the other way round', async () => {
    const server = await serveBoth();
    const followed = follow(server.url);
    await until('it is connected', () => followed.status().connected);
    server.answer = stream(revoked('session.two'), asOf(Date.now() + 1));
    server.cut();
    await until('it is told', () => followed.isRevoked(bob) && followed.status().connected);
    server.snapshot = (_req, res) => void res.writeHead(200, NDJSON).end(snapshot('e.9', 'session.x'));
    server.cut();
    await until('it is told', () => followed.status().entries === 3);
  });
});
