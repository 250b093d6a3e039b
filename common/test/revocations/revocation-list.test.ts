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

describe('what is revoked', () => {
  it('is nobody at first', () => {
    expect(isDead(createRevocationList(), 0)).toBe(false);
  });

  it('is every token of a user with a smaller gen', () => {
    const list = createRevocationList();
    list.add(ofUser('ada', 4));
    expect([3, 4, 5].map((gen) => isDead(list, gen))).toEqual([true, false, false]);
    expect(list.isRevoked({ sub: 'bob', sid: 'two', gen: 3 })).toBe(false);
  });

  it('is every token of a session, whatever its gen', () => {
    const list = createRevocationList();
    list.add(ofSession('one'));
    expect([0, 99].map((gen) => isDead(list, gen))).toEqual([true, true]);
    expect(isDead(list, 0, 'two')).toBe(false);
  });

  it('does not mix up users and sessions, nor stumble over names that objects have', () => {
    const list = createRevocationList();
    list.add(ofSession('ada'));
    list.add(ofUser('one', 9));
    expect(isDead(list, 3)).toBe(false);
    expect(list.isRevoked({ sub: '__proto__', sid: 'constructor', gen: 0 })).toBe(false);
  });
});

describe('the merge', () => {
  const told = [
    ofUser('ada', 2, 2e9),
    ofUser('ada', 5, 2.1e9),
    ofUser('ada', 3, 2.2e9),
    ofSession('one', 2e9),
  ];

  it('comes to the same in any order, and when things are told twice', () => {
    const held = orders([...told, told[0]!]).map((order) => {
      const list = createRevocationList();
      for (const revocation of order) list.add(revocation);
      return [...list.entries()];
    });
    expect(held).toHaveLength(120);
    for (const entries of held) {
      expect(entries).toEqual([ofUser('ada', 5, 2.2e9), ofSession('one', 2e9)]);
    }
  });
});

describe('reading the list while it changes', () => {
  it('tells what was there, what is added, and nothing that is dropped', () => {
    const list = createRevocationList();
    list.add(ofUser('soon', 1, inSeconds(1)));
    list.add(ofUser('ada', 1));
    list.add(ofSession('gone', inSeconds(1)));
    const read: Revocation[] = [];
    for (const entry of list.entries()) {
      read.push(entry);
      if (read.length !== 1) continue;
      list.add(ofUser('bob', 1));
      list.add(ofUser('ada', 2));
      list.add(ofSession('one'));
      passSeconds(1);
      dropAll(list);
    }
    const until = inSeconds(TTL - 1);
    expect(read.slice(1)).toEqual([
      ofUser('ada', 2, until),
      ofUser('bob', 1, until),
      ofSession('one', until),
    ]);
  });
});

describe('a subscriber', () => {
  it('is told what is new, and not what is known or less', () => {
    const list = createRevocationList();
    const told: Revocation[] = [];
    list.subscribe((revocation) => told.push(revocation));
    const news = [ofUser('ada', 4), ofSession('one'), ofUser('ada', 5), ofUser('bob', 4)];
    for (const revocation of [...news, ...news, ofUser('ada', 1), ofUser('ada', 5, inSeconds(2 * TTL))]) {
      list.add(revocation);
    }
    expect(told).toEqual(news);
  });

  it('is told no more once it has ended that, and others are', () => {
    const list = createRevocationList();
    const [leaving, staying] = [jest.fn(), jest.fn()];
    const end = list.subscribe(leaving);
    list.subscribe(staying);
    list.add(ofUser('ada', 4));
    end();
    end();
    list.add(ofUser('ada', 5));
    expect(leaving).toHaveBeenCalledTimes(1);
    expect(staying).toHaveBeenCalledTimes(2);
  });

  it('that throws is heard by the caller of add, and what was added counts all the same', () => {
    const list = createRevocationList();
    const watcher = jest.fn();
    list.watch({ sub: 'ada', sid: 'one', gen: 3 }, watcher);
    list.subscribe(() => {
      throw new Error('its own fault');
    });
    expect(() => list.add(ofUser('ada', 4))).toThrow('its own fault');
    expect(isDead(list, 3)).toBe(true);
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
      expect(watcher).toHaveBeenCalledTimes(1),
    );
  });
});

/** All orders of a few things. */
function orders<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, index) =>
    orders(things.toSpliced(index, 1)).map((others) => [first, ...others]),
  );
}
