import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRelay, type Relay } from '../../src/feed-source/relay';
import { passSeconds, stopDate } from '../support/clock';
import { asOf, revoked } from '../support/feed-server';
import { endFollowing, serve, warnings } from '../support/following';
import { readStream, relayOf } from '../support/relay';
import { until } from '../support/until';

const HOUR_S = 3600;

beforeEach(() => {
  warnings();
  stopDate();
});
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

describe('a relay whose clock is set forward while it is followed', () => {
  it('tells what is over by its own clock alone, and then the as-of that promises it', async () => {
    const source = await serve();
    const relay = await relayOf(source.url);
    await relay.followed.ready();
    const reader = await readStream(relay.url);
    const sourceTime = Date.now();
    passSeconds(HOUR_S);
    source.send(revoked('session.one', sourceTime / 1000 + 960), asOf(sourceTime + 5000));
    await until('it is told', () => reader.told().length === 3);
    expect(reader.told()).toEqual([sourceTime, 'session.one', sourceTime + 5000]);
  });
});

describe('the list of a relay', () => {
  let relay: Relay;
  let now: number;
  const tell = (at: number) => relay.asOf({ at, counted: Math.min(at, Date.now()), window: undefined });
  beforeEach(() => {
    relay = createRelay();
    now = Date.now();
    relay.list.add({ kind: 'session', session: 'one', until: now / 1000 + 60 });
  });

  it.each([
    ['its own clock alone', 60, 0, 1],
    ['that of its source alone', 0, 60, 1],
    ['both', 60, 60, 0],
  ])('with an entry that is over by %s', (_whose, ownSeconds, sourceSeconds, held) => {
    passSeconds(ownSeconds);
    tell(now + sourceSeconds * 1000);
    relay.list.dropExpired();
    expect(relay.list.size).toBe(held);
  });

  it('drops nothing before there is an as-of', () => {
    passSeconds(HOUR_S);
    relay.list.dropExpired();
    expect(relay.list.size).toBe(1);
  });

  it('is as old as its source says, or as it is by its own clock', () => {
    expect(relay.source.isCurrent()).toBe(false);
    tell(now + HOUR_S * 1000);
    passSeconds(15);
    expect(relay.source.isCurrent()).toBe(true);
    passSeconds(1);
    expect(relay.source.isCurrent()).toBe(false);
    tell(now - HOUR_S * 1000);
    expect(relay.source.isCurrent()).toBe(false);
  });

  it('is resumed by up to 10,000 that came since', () => {
    const position = relay.source.position()!;
    const end = now / 1000 + 60;
    for (let n = 0; n < 10_000; n++) relay.list.add({ kind: 'session', session: `s${n}`, until: end });
    expect([...relay.source.since(position)!]).toHaveLength(10_000);
    relay.list.add({ kind: 'session', session: 'last', until: end });
    expect(relay.source.since(position)).toBeUndefined();
  });
});
