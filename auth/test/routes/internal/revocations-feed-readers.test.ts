import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sendAway } from '@latchkey/common/protocol';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { stopIntervals } from '../../support/clock';
import { ignoreFeed, readFeed } from '../../support/event-stream';
import { sourcesOf } from '../../support/replica';
import { endMany } from '../../support/snapshots';
import { until } from '../../support/until';

let auth: TestAuth;
const running: TestAuth[] = [];

beforeEach(async () => {
  auth = await startAuth();
  running.push(auth);
});
afterEach(() => void jest.useRealTimers());
afterAll(async () => {
  for (const each of running) await each.stop();
});

const revocations = () => auth.services.revocations;
const readLog = () => revocations().readAll(sourcesOf(auth));

describe('a reader that leaves', () => {
  it('leaves no listener and no timer behind', async () => {
    await readLog();
    stopIntervals();
    const readers = await Promise.all(Array.from({ length: 3 }, () => readFeed(auth)));
    await until('they are served', () => readers.every(({ received }) => received() !== ''));
    expect([auth.followers.taken, jest.getTimerCount()]).toEqual([3, 3]);
    for (const { leave } of readers) leave();
    await until('they are gone', () => auth.followers.taken === 0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves nothing behind in the middle of the snapshot either', async () => {
    endMany(auth, 150_000, 'known');
    await readLog();
    stopIntervals();
    const reader = await ignoreFeed(auth);
    await until('it is served', () => auth.followers.taken === 1);
    reader.destroy();
    await until('it is gone', () => auth.followers.taken === 0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('many readers', () => {
  it('are written to in turns, each in the order of what happened, and as-of after what it promises', async () => {
    await readLog();
    stopIntervals();
    const readers = await Promise.all(Array.from({ length: 250 }, () => readFeed(auth)));
    await until('they are served', () => readers.every(({ received }) => received().includes('as-of')));
    const begun = readers.map(({ received }) => received().length);
    const news = () => readers.map(({ received }, n) => received().slice(begun[n]));

    endMany(auth, 2, 'one');
    await new Promise((resolve) => setImmediate(resolve));
    endMany(auth, 1, 'two');
    jest.advanceTimersByTime(5_000);
    await until('all are told', () => news().every((text) => text.includes('as-of')));
    const told = new Set(news().map((text) => text.match(/"session\.[^"]+"|as-of/g)!.join(' ')));
    expect(told).toEqual(new Set(['"session.one-0" "session.one-1" "session.two-0" as-of']));
    for (const { leave } of readers) leave();
  });
});

describe('a reader that does not read', () => {
  it('is cut off after three heartbeats, in the middle of the snapshot too, and others are not', async () => {
    endMany(auth, 150_000, 'known');
    await readLog();
    stopIntervals();
    const [stuck, other] = [await ignoreFeed(auth), await readFeed(auth)];
    await until('one has the snapshot', () => other.received().includes('as-of'));
    expect(auth.followers.taken).toBe(2);
    // The first heartbeats may see what the system still took for itself.
    for (let beats = 0; beats < 6; beats++) {
      jest.advanceTimersByTime(5_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('it is cut off', () => auth.followers.taken === 1);
    expect(other.response.destroyed).toBe(false);
    stuck.destroy();
  });

  it('is told nothing more once it is sent away, although it is still there', async () => {
    await readLog();
    const [stuck, other] = [await ignoreFeed(auth), await readFeed(auth)];
    await until('both are served', () => auth.followers.taken === 2);
    // More than the system takes for itself, and less than what cuts it off.
    endMany(auth, 90_000, 'new');
    await until('one has them', () => other.received().includes('session.new-89999"'));
    await sendAway(auth.followers);
    await until('one is gone', () => other.response.complete);
    expect(auth.followers.taken).toBe(1);
    const errors = jest.spyOn(ServerResponse.prototype, 'emit');
    endMany(auth, 1, 'last');
    await auth.internal().get('/healthz').expect(200);
    expect(errors.mock.calls.filter(([event]) => event === 'error')).toEqual([]);
    errors.mockRestore();
    stuck.destroy();
  });

  it('holds no memory, is cut off when it reads again too late, and others are told all in order', async () => {
    const warned = jest.spyOn(process, 'emitWarning');
    await readLog();
    const [stuck, other] = [await ignoreFeed(auth), await readFeed(auth)];
    await until('both are served', () => auth.followers.taken === 2);
    await until('one has the snapshot', () => other.received().includes('as-of'));
    // More than is held for those who are behind, and than the system takes for itself.
    for (let part = 0; part < 25; part++) {
      endMany(auth, 10_000, `part-${part}`);
      await until('one has it', () => other.received().slice(-1000).includes(`session.part-${part}-9999"`));
    }
    const told = [...other.received().matchAll(/session\.part-(\d+)-(\d+)"/g)];
    expect(told.map(([, part, n]) => Number(part) * 10_000 + Number(n))).toEqual(
      Array.from({ length: 250_000 }, (_, n) => n),
    );
    const unread = auth.followers.holders().map((res) => (res as ServerResponse).writableLength);
    expect(Math.max(...unread)).toBeGreaterThan(0);
    expect(Math.max(...unread)).toBeLessThan(100_000);
    stuck.resume();
    await once(stuck, 'close');
    await until('it is cut off', () => auth.followers.taken === 1);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  }, 60_000);
});
