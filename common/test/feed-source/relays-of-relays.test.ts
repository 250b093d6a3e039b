import { get, type RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { UnavailableError } from '../../src/index';
import { passSeconds, stopDate } from '../support/clock';
import { asOf, event, revoked, stream, type FeedServer } from '../support/feed-server';
import { ada, endFollowing, serve, hurry, warnings } from '../support/following';
import { readStream, relayOf, type TestRelay } from '../support/relay';
import { until } from '../support/until';

const HOUR_MS = 3_600_000;
const bob = { sub: 'bob', sid: 'two', gen: 3 };

beforeEach(() => {
  warnings();
  hurry();
});
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

const isServing = async ({ url }: TestRelay) =>
  (await request(new URL(url).origin).head(new URL(url).pathname)).status === 200;

/** Puts a relay in the place of a source, for those who follow that source. @returns how many requests have reached it */
function replace(source: FeedServer, { url }: TestRelay): () => number {
  let asked = 0;
  const leadTo =
    (target: string): RequestListener =>
    ({ headers }, res) =>
      void get(target, { headers, agent: false }, (answer) => {
        asked += 1;
        res.writeHead(answer.statusCode!, answer.headers);
        answer.on('error', () => undefined).pipe(res);
        res.once('close', () => answer.destroy());
      }).on('error', () => res.destroy());
  source.answer = leadTo(url);
  source.snapshot = leadTo(`${url}/snapshot`);
  source.cut();
  return () => asked;
}

describe('a relay of a relay', () => {
  it('tells the same entries, as-ofs and window', async () => {
    const now = Date.now();
    const inWindow = (at: number) => event('as-of', { at, window: 77_000 });
    const source = await serve(stream(revoked('user.ada.4'), inWindow(now)));
    const first = await relayOf(source.url);
    await first.followed.ready();
    const second = await relayOf(first.url);
    await second.followed.ready();
    source.send(inWindow(now + 1));
    await until('it serves', () => isServing(second));
    const reader = await readStream(second.url);
    source.send(revoked('session.one'), inWindow(now + HOUR_MS));
    await until('it is told', () => reader.told().length === 4);
    expect(reader.told()).toEqual(['user.ada.4', now + 1, 'session.one', now + HOUR_MS]);
    expect(reader.text()).toContain(`data: {"at":${now + HOUR_MS},"window":77000}\n`);
  });
});

describe('two relays that follow each other', () => {
  it('are never complete without a source', async () => {
    const nowhere = await serve((_req, res) => void res.writeHead(503).end());
    const first = await relayOf(nowhere.url);
    const second = await relayOf(first.url);
    const asked = replace(nowhere, second);
    await until('they have asked each other', () => asked() > 0);
    expect([await isServing(first), await isServing(second)]).toEqual([false, false]);
  });

  it.each([
    ['was right', 0],
    ['was an hour ahead', HOUR_MS],
  ])(
    'let an as-of age once the source is gone whose clock %s, also if one starts again',
    async (_, ahead) => {
      stopDate();
      const source = await serve(stream(revoked('user.ada.4'), asOf(Date.now() + ahead)));
      const first = await relayOf(source.url);
      await first.followed.ready();
      const second = await relayOf(first.url);
      await second.followed.ready();
      source.send(asOf(Date.now() + ahead + 1));
      passSeconds(1);
      await until('both serve', () => isServing(second));
      replace(source, second);

      passSeconds(14);
      await first.stop();
      const again = await relayOf(second.url);
      await again.followed.ready();
      expect([ada, bob].map(again.followed.isRevoked)).toEqual([true, false]);
      passSeconds(2);
      expect(() => again.followed.isRevoked(bob)).toThrow(UnavailableError);
      expect([await isServing(again), await isServing(second)]).toEqual([false, false]);
    },
  );
});
