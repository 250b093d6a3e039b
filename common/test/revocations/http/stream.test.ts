import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Revocation } from '../../../src/revocations/revocation';
import { createHttpFeed } from '../../../src/revocations/feeds/http/http-feed';
import { asOf, event, revoked, startFeed, stream, type FeedServer } from '../../support/feed-server';
import { until } from '../../support/until';

const END = 2_000_000_000;
const adas = { kind: 'user', user: 'ada', gen: 4, until: END };

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Reads a URL as a feed and keeps what it tells. */
function read(url: string) {
  const closing = new AbortController();
  ended.push(() => closing.abort());
  const told: (Revocation | number)[] = [];
  const asOf = (at: number) => told.push(at);
  const sink = { revoked: (each: Revocation) => told.push(each), asOf, snapshot: asOf };
  const failed = createHttpFeed({ url: new URL(url) })(sink, closing.signal, undefined).catch(
    (error: Error) => error,
  );
  return { told, failed, close: () => closing.abort() };
}

async function serve(answer: RequestListener): Promise<FeedServer> {
  const server = await startFeed(answer);
  ended.unshift(() => server.stop());
  return server;
}

/** Reads what a server answers until it tells an as-of of 7. */
async function readTo7(...chunks: (string | Buffer)[]) {
  const server = await serve(stream(...chunks, asOf(7)));
  const reader = read(server.url);
  await until('it tells 7', () => reader.told.includes(7));
  return reader.told;
}

describe('the feed over Server-Sent Events', () => {
  it('tells what the server sends, in its order, and goes on', async () => {
    const server = await serve(stream(revoked('user.ada.4', END), asOf(1), revoked('session.one', END)));
    const { told } = read(server.url);
    await until('the snapshot is told', () => told.length === 3);
    server.send(asOf(2));
    await until('what is new is told', () => told.length === 4);
    expect(told).toEqual([adas, 1, { kind: 'session', session: 'one', until: END }, 2]);
  });

  it('ignores events, keys and fields that a newer auth service may send', async () => {
    const told = await readTo7(
      revoked('factor.ada.4', END),
      revoked('user.ada', END),
      event('forgotten', { key: 'user.ada.4', until: END }),
      event('revoked', { key: 'user.ada.4', until: END, cause: 'a field of a later release' }),
    );
    expect(told).toEqual([adas, 7]);
  });

  it('asks for an event stream, at the path of the URL', async () => {
    let asked: unknown;
    const server = await serve((req, res) => {
      asked = [req.method, req.url, req.headers.accept];
      stream(asOf())(req, res);
    });
    read(`${server.url}?replica=1`);
    await until('it asked', () => asked !== undefined);
    expect(asked).toEqual(['GET', '/revocations?replica=1', 'text/event-stream']);
  });

  it('is put together again wherever it is cut, within a character too', async () => {
    const text = Buffer.from(
      `: ümläut €\r\n${revoked('user.ada.4', END).replaceAll('\n', '\r\n')}${asOf(7)}`,
    );
    const server = await serve(stream());
    const { told } = read(server.url);
    await until('it is connected', () => server.open === 1);
    for (const byte of text) {
      server.send(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('all is told', () => told.length === 2);
    expect(told).toEqual([adas, 7]);
  });

  it.each([
    ['half a character', Buffer.of(0xe2, 0x82)],
    ['bytes that are no text', Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 31) % 256))],
    ['no JSON', 'event: revoked\ndata: {"key":\n\n'],
    ['JSON that is no object', event('revoked', null) + event('revoked', ['user.ada.4']) + event('as-of', 3)],
    ['no key', event('revoked', { until: END })],
    ['a key that is none', revoked('user.*.4', END) + revoked('tenant.ada.4', END)],
    ['a time that is none', event('revoked', { key: 'user.ada.4', until: '2000000000' })],
    ['an as-of that is none', event('as-of', { at: 'now' }) + event('as-of', { at: 1.5 })],
    ['an event of another kind', event('unrevoked', { key: 'user.ada.4', until: END })],
    ['an event without a name', `data: ${JSON.stringify({ key: 'user.ada.4', until: END })}\n\n`],
    ['comments, ids and retries', ': hello\nid: 7\nretry: 1\nretry: soon\nunknown: 1\n\n'],
  ])('tells nothing of %s, and what comes after it', async (_what, garbage) => {
    expect(await readTo7(garbage, '\n\n', revoked('user.ada.4', END))).toEqual([adas, 7]);
  });

  it('ends when the server ends it, or its connection breaks', async () => {
    const server = await serve(
      (_req, res) => void res.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(),
    );
    expect(await read(server.url).failed).toEqual(new Error('the stream ended'));
    server.answer = stream(asOf(7));
    const { told, failed } = read(server.url);
    await until('it is connected', () => told.length === 1);
    server.cut();
    expect((await failed).message).toBe('aborted');
  });

  it('ends when it is told to, and the connection with it', async () => {
    const server = await serve(stream(asOf(7)));
    const { told, failed, close } = read(server.url);
    await until('it is connected', () => told.length === 1);
    close();
    expect((await failed).message).toMatch(/aborted/);
    await until('the connection is closed', () => server.open === 0);
  });
});

describe('an answer that is no feed', () => {
  it.each([404, 500, 503, 204, 206])('ends it: status %d', async (status) => {
    const server = await serve((_req, res) => {
      res.writeHead(status, { 'Content-Type': 'text/event-stream' });
      res.end(revoked('user.ada.4', END) + asOf(7));
    });
    const { told, failed } = read(server.url);
    expect(await failed).toEqual(new Error(`no text/event-stream, but status ${status}`));
    expect(told).toEqual([]);
  });

  it('ends it: a redirect, which is not followed', async () => {
    const elsewhere = await serve(stream(asOf(7)));
    const server = await serve((_req, res) => void res.writeHead(302, { Location: elsewhere.url }).end());
    expect(await read(server.url).failed).toEqual(new Error('no text/event-stream, but status 302'));
    expect(elsewhere.requests).toBe(0);
  });

  it('ends it: another content type, as a page of whatever else is at that address has', async () => {
    const server = await serve(
      (_req, res) => void res.writeHead(200, { 'Content-Type': 'text/html' }).write(asOf(7)),
    );
    const { told, failed } = read(server.url);
    expect(await failed).toEqual(new Error('no text/event-stream, but status 200'));
    expect(told).toEqual([]);
    await until('the connection is closed', () => server.open === 0);
  });

  it('ends it: an event without an end', async () => {
    const server = await serve((req, res) => {
      stream('data: ')(req, res);
      const more = setInterval(() => res.write('x'.repeat(10_000)), 5);
      res.once('close', () => clearInterval(more));
    });
    expect((await read(server.url).failed).message).toMatch(/max buffer size/);
    await until('the connection is closed', () => server.open === 0);
  });

  it.each([
    ['headers without an end', 'HTTP/1.1 200 OK\r\n', `X-More: ${'x'.repeat(1000)}\r\n`],
    ['no HTTP', '\u0000\u0001 hello\r\n', 'hello\r\n'],
  ])('ends it: %s', async (_what, head, more) => {
    const server = createServer((socket) => {
      socket.write(head);
      const writing = setInterval(() => socket.write(more), 1);
      socket.on('error', () => undefined).once('close', () => clearInterval(writing));
    }).listen(0, '127.0.0.1');
    ended.push(() => server.close());
    await once(server, 'listening');
    const { failed, told } = read(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect((await failed).message).toMatch(/^Parse Error/);
    expect(told).toEqual([]);
  });

  it('ends it: nobody who listens', async () => {
    const server = await startFeed();
    await server.stop();
    expect((await read(server.url).failed).message).toMatch(/ECONNREFUSED/);
  });
});
