import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { passSeconds, stopDate } from '../support/clock';
import { asOf, event, revoked, stream } from '../support/feed-server';
import { ada, cutOff, endFollowing, follow, hurry, serve, warnings } from '../support/following';
import { until } from '../support/until';

const bob = { sub: 'bob', sid: 'two', gen: 3 };

let warned: string[];
beforeEach(() => {
  warned = warnings();
  hurry();
});
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

describe('followRevocations', () => {
  it('knows the snapshot once it is ready, and what is new at once', async () => {
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    expect([ada, bob].map(followed.isRevoked)).toEqual([true, false]);
    // What is known is not for a service to change.
    expect(Object.keys(followed).sort()).toEqual(['close', 'isRevoked', 'ready', 'status', 'watch']);
    server.send(revoked('session.two'));
    await until('it knows', () => followed.isRevoked(bob));
    expect(warned).toEqual([]);
  });

  it('is not ready before the snapshot ends', async () => {
    const server = await serve(stream(revoked('user.ada.4')));
    const followed = follow(server.url);
    const order: string[] = [];
    const ready = followed.ready().then(() => order.push('ready'));
    await until('the first part is read', () => followed.isRevoked(ada));
    expect(followed.status()).toMatchObject({ entries: 1, secondsSinceAsOf: Infinity, connected: false });
    order.push('the snapshot ends');
    server.send(asOf());
    await ready;
    expect(order).toEqual(['the snapshot ends', 'ready']);
  });

  it('tells those who watch', async () => {
    const server = await serve();
    const followed = follow(server.url);
    await followed.ready();
    const listener = jest.fn();
    const ended = jest.fn();
    followed.watch(ada, listener);
    followed.watch(ada, ended)();
    server.send(revoked('user.ada.4'), revoked('session.two'));
    await until('it knows the second', () => followed.isRevoked(bob));
    expect([listener.mock.calls.length, ended.mock.calls.length]).toEqual([1, 0]);
  });

  it('forgets nothing when it is cut off, and hears of what it missed when it is back', async () => {
    const server = await serve(stream(revoked('user.ada.4'), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    // What the other side has lost is not unsaid.
    server.answer = stream(revoked('session.two'), asOf());
    server.cut();
    await until('it is told anew', () => followed.isRevoked(bob));
    expect(followed.isRevoked(ada)).toBe(true);
    await until('it is connected', () => followed.status().connected);
    expect(server.requests).toBe(2);
    expect(warned).toEqual([cutOff('aborted')]);
  });

  it('connects again for ever, warns once for each loss, and once again for the next', async () => {
    const server = await serve((_req, res) => void res.writeHead(500).end());
    const followed = follow(server.url);
    await until('it tried four times', () => server.requests === 4);
    server.answer = stream(asOf());
    await followed.ready();
    expect(warned).toEqual([cutOff('no text/event-stream, but status 500')]);
    server.answer = (_req, res) => void res.writeHead(404).end();
    const before = server.requests;
    server.cut();
    await until('it tried again', () => server.requests > before + 1);
    expect(warned.slice(1)).toEqual([cutOff('aborted')]);
  });

  it('connects to a server that goes away and comes back at the same address', async () => {
    const first = await serve(stream(asOf()));
    const followed = follow(first.url);
    await followed.ready();
    await first.stop();
    await until('it noticed', () => !followed.status().connected);
    await serve(stream(revoked('user.ada.4'), asOf()), Number(new URL(first.url).port));
    await until('it knows', () => followed.isRevoked(ada));
  });

  it('goes on after garbage, which revokes nobody', async () => {
    const server = await serve(stream(event('revoked', { key: 'user.ada.4', until: null }), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    server.send('data: {{{\n\n', event('revoked', 7), Buffer.of(0xff, 0xfe), '\n\n', revoked('session.two'));
    await until('it knows', () => followed.isRevoked(bob));
    expect(followed.isRevoked(ada)).toBe(false);
    expect(server.requests).toBe(1);
  });

  it('is empty again after the TTL', async () => {
    stopDate();
    const server = await serve(stream(revoked('user.ada.4'), revoked('session.two'), asOf()));
    const followed = follow(server.url);
    await followed.ready();
    expect(followed.status().entries).toBe(2);
    passSeconds(960);
    await until('it is empty', () => followed.status().entries === 0);
    expect(followed.isRevoked(ada)).toBe(false);
  });

  it.each(['not a URL', '/revocations', ''])('refuses at once what is no URL: %j', (url) => {
    // The class is of another realm than the test's own.
    expect(() => follow(url)).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_URL' }),
    );
  });
});

describe('close', () => {
  it('ends the connection, and does not connect again', async () => {
    const server = await serve();
    const followed = follow(server.url);
    await followed.ready();
    await followed.close();
    await until('the connection is closed', () => server.open === 0);
    expect(followed.status().connected).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.requests).toBe(1);
    expect(warned).toEqual([]);
    await followed.close();
  });

  it('ends it between two connections as well, and the wait for ready', async () => {
    const server = await serve();
    await server.stop();
    const followed = follow(server.url, { onOutage: 'deny' });
    const ready = followed.ready();
    await until('it warned', () => warned.length === 1);
    await followed.close();
    await ready;
  });
});
