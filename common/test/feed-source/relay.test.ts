import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { passSeconds, stopDate } from '../support/clock';
import { asOf, event, revoked, snapshot, stream, type FeedServer } from '../support/feed-server';
import { ada, endFollowing, follow, hurry, serve, warnings } from '../support/following';
import { expectProblem } from '../support/problems';
import { readStream, relayOf, type TestRelay } from '../support/relay';
import { until } from '../support/until';

beforeEach(() => {
  warnings();
  hurry();
});
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

/** A relay of a source that has told an as-of. */
async function readyRelay(): Promise<{ source: FeedServer; relay: TestRelay }> {
  const source = await serve();
  const relay = await relayOf(source.url);
  await relay.followed.ready();
  return { source, relay };
}

const ask = (url: string) => request(new URL(url).origin).get(new URL(url).pathname);

describe('a relay', () => {
  it('has a ban arrive at those who follow it, before they are ready and after', async () => {
    const { source, relay } = await readyRelay();
    source.send(revoked('user.ada.4'));
    await until('the relay has it', () => relay.followed.isRevoked(ada));
    const follower = follow(relay.url, { onOutage: 'deny' });
    source.send(asOf(Date.now() + 1));
    await follower.ready();
    expect(follower.isRevoked(ada)).toBe(true);
    const bob = { sub: 'bob', sid: 'two', gen: 0 };
    expect(follower.isRevoked(bob)).toBe(false);
    source.send(revoked('session.two'));
    await until('the session is ended', () => follower.isRevoked(bob));
  });

  it('answers 503 before its list was complete, however it follows', async () => {
    const source = await serve(stream(revoked('user.ada.4')));
    const relay = await relayOf(source.url);
    await until('the first part is read', () => relay.followed.status().entries === 1);
    for (const url of [relay.url, `${relay.url}/snapshot`]) {
      const response = await ask(url);
      expectProblem(response, 503, 'unavailable');
      expect(response.headers['retry-after']).toMatch(/^[1-5]$/);
    }
  });

  it('answers 503 while a stream has told nothing, also when the snapshot has', async () => {
    const source = await serve(() => undefined);
    source.snapshot = (_req, res) =>
      void res.writeHead(200, { 'Content-Type': 'application/x-ndjson' }).end(snapshot('p1', 'user.ada.4'));
    const relay = await relayOf(source.url);
    await until('the snapshot is read', () => relay.followed.status().secondsSinceAsOf < 15);
    await ask(relay.url).expect(503);
  });

  it('passes each as-of on as it came, after what came before it, with the window of the source', async () => {
    stopDate();
    const { source, relay } = await readyRelay();
    const reader = await readStream(relay.url);
    await until('it is told', () => reader.told().length === 1);
    const first = Date.now();
    passSeconds(5);
    source.send(revoked('user.ada.4') + event('as-of', { at: first + 4321, window: 77_000 }));
    await until('it is told more', () => reader.told().length === 3);
    // A source whose clock is ahead.
    source.send(revoked('session.one') + asOf(first + 3_600_000));
    await until('it is told all', () => reader.told().length === 5);
    expect(reader.told()).toEqual([first, 'user.ada.4', first + 4321, 'session.one', first + 3_600_000]);
    expect(reader.text()).toContain(`data: {"at":${first + 4321},"window":77000}\n`);
    expect(reader.text()).toContain(`data: {"at":${first + 3_600_000}}\n`);
  });

  it('tells nothing of an as-of that its source repeats', async () => {
    const { source, relay } = await readyRelay();
    const at = relay.followed.source.asOf();
    const reader = await readStream(relay.url);
    source.send(asOf(at), revoked('session.one'), asOf(at), revoked('session.two'));
    await until('it is told', () => reader.told().includes('session.two'));
    expect(reader.told()).toEqual([at, 'session.one', 'session.two']);
  });

  it('tells a follower that comes later no more than the as-of counts for by its own clock', async () => {
    stopDate();
    const now = Date.now();
    const source = await serve(stream(asOf(now + 3_600_000)));
    const relay = await relayOf(source.url);
    await relay.followed.ready();
    passSeconds(10);
    const reader = await readStream(relay.url);
    await until('it is told', () => reader.told().length === 1);
    expect(reader.told()).toEqual([now]);
    const head = (await ask(`${relay.url}/snapshot`).buffer()).text.split('\n')[0]!;
    expect(JSON.parse(head)).toEqual({ asOf: now, position: reader.position() });
  });
});

describe('a relay whose source is gone', () => {
  it('answers 503 after 15 s, and tells those who are connected nothing more', async () => {
    stopDate();
    const { source, relay } = await readyRelay();
    const follower = follow(relay.url, { onOutage: 'deny' });
    source.send(asOf(Date.now() + 1));
    await follower.ready();
    const reader = await readStream(relay.url);
    await source.stop();
    passSeconds(15);
    await request(new URL(relay.url).origin).head('/revocations').expect(200);
    passSeconds(1);
    expectProblem(await ask(relay.url), 503, 'unavailable');
    expectProblem(await ask(`${relay.url}/snapshot`), 503, 'unavailable');
    expect(() => follower.isRevoked(ada)).toThrow();
    expect(reader.told()).toHaveLength(1);
  });

  it('tells all that it missed once its source is back, and then until when', async () => {
    const { source, relay } = await readyRelay();
    const reader = await readStream(relay.url);
    await until('it is told', () => reader.told().length === 1);
    source.answer = stream(revoked('user.ada.4'), asOf(Date.now() + 1));
    source.cut();
    await until('it is told more', () => reader.told().length === 3);
    expect(reader.told()[1]).toBe('user.ada.4');
  });

  it('keeps what a source that was restored does not know', async () => {
    const source = await serve(stream(revoked('user.ada.4'), asOf()));
    const relay = await relayOf(source.url);
    await relay.followed.ready();
    source.answer = stream(asOf(Date.now() + 1));
    source.cut();
    const follower = follow(relay.url, { onOutage: 'deny' });
    await follower.ready();
    expect(follower.isRevoked(ada)).toBe(true);
  });
});

describe('a position of a relay', () => {
  it('is resumed there, by what came since', async () => {
    const { source, relay } = await readyRelay();
    const first = await readStream(relay.url);
    await until('it is told', () => first.told().length === 1);
    source.send(revoked('session.one'));
    await until('it is told', () => first.told().length === 2);
    const second = await readStream(relay.url, { 'last-event-id': first.position() });
    source.send(revoked('session.two'));
    await until('it is told', () => second.told().length === 3);
    expect(second.told()).toEqual(['session.one', relay.followed.source.asOf(), 'session.two']);
  });

  it.each([
    ['of the auth service', '7fffffff0000000000000001.1799999970000'],
    ['of another relay', `${'0'.repeat(16)}.0`],
    ['that is none', 'x'],
  ])('%s is unknown', async (_whose, position) => {
    const { relay } = await readyRelay();
    const response = await ask(relay.url).set('Last-Event-ID', position);
    expectProblem(response, 409, 'position_unknown');
  });
});
