import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Revocation } from '../../src/revocations/revocation';
import { createRevocationList, type RevocationList } from '../../src/revocations/revocation-list';
import { passSeconds, stopDate } from '../support/clock';

beforeEach(() => stopDate());
afterEach(() => void jest.useRealTimers());

const TTL = 960;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const ofUser = (user: string, gen: number, until = inSeconds(TTL)): Revocation => ({
  kind: 'user',
  user,
  gen,
  until,
});
const ofSession = (session: string, until = inSeconds(TTL)): Revocation => ({
  kind: 'session',
  session,
  until,
});

const isDead = (list: RevocationList, gen: number, sid = 'one') => list.isRevoked({ sub: 'ada', sid, gen });

/** As the owner of a list does every second, until nothing can be left that is over. */
function dropAll(list: RevocationList): void {
  for (let seconds = 0; seconds < 10; seconds++) list.dropExpired();
}

describe('the time of an entry', () => {
  it('keeps it until then, and no longer', () => {
    const list = createRevocationList();
    list.add(ofUser('ada', 4));
    list.add(ofSession('one'));
    passSeconds(TTL - 1);
    dropAll(list);
    expect(list.size).toBe(2);
    expect(isDead(list, 3, 'two')).toBe(true);
    passSeconds(1);
    dropAll(list);
    expect(list.size).toBe(0);
    expect([...list.entries()]).toEqual([]);
    expect(isDead(list, 3)).toBe(false);
  });

  it('is the later one when it is told again', () => {
    const list = createRevocationList();
    for (const seconds of [TTL, 2 * TTL, 1]) {
      list.add(ofUser('ada', 4, inSeconds(seconds)));
      list.add(ofSession('one', inSeconds(seconds)));
    }
    passSeconds(2 * TTL - 1);
    dropAll(list);
    expect(list.size).toBe(2);
  });

  it('is not in the past: what is over is never taken and never told', () => {
    const list = createRevocationList();
    const listener = jest.fn();
    list.subscribe(listener);
    for (const until of [inSeconds(0), inSeconds(-1), 0, -1]) {
      list.add(ofUser('ada', 4, until));
      list.add(ofSession('one', until));
    }
    expect(list.size).toBe(0);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('a long list', () => {
  const MANY = 45_000;

  it('is empty again after the TTL, a part at a time so that no request waits', () => {
    const list = createRevocationList();
    for (let n = 0; n < MANY; n++) list.add(n % 2 ? ofUser(`user-${n}`, 1) : ofSession(`session-${n}`));
    expect(list.size).toBe(MANY);
    passSeconds(TTL);
    const sizes = Array.from({ length: 3 }, () => {
      list.dropExpired();
      return list.size;
    });
    expect(sizes[0]).toBeGreaterThan(0);
    expect(sizes.at(-1)).toBe(0);
  });

  it('does not grow over the hours: at any time it holds what the TTL covers', () => {
    const list = createRevocationList();
    for (let minute = 0; minute < 120; minute++) {
      for (let n = 0; n < 100; n++) list.add(ofSession(`${minute}-${n}`));
      list.dropExpired();
      expect(list.size).toBeLessThanOrEqual((TTL / 60) * 100);
      passSeconds(60);
    }
    passSeconds(TTL);
    dropAll(list);
    expect(list.size).toBe(0);
  });

  it('keeps what is added while the drop is on its way round', () => {
    const list = createRevocationList();
    for (let n = 0; n < MANY; n++) list.add(ofUser(`user-${n}`, 1));
    passSeconds(TTL);
    list.dropExpired();
    list.add(ofUser('ada', 4));
    list.add(ofUser(`user-${MANY - 1}`, 2));
    dropAll(list);
    expect([...list.entries()]).toEqual([ofUser(`user-${MANY - 1}`, 2), ofUser('ada', 4)]);
  });
});
