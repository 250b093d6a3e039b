import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CredentialsRefusedError } from '../../src/revocations/feeds/credentials-refused-error';
import type { FeedSink } from '../../src/revocations/feeds/feed';
import { keepFollowing } from '../../src/revocations/feeds/keep-following';
import { cutOff, warnings } from '../support/following';

/** An attempt to connect, in which a test takes the place of the source. */
interface Attempt {
  readonly sink: FeedSink;
  readonly signal: AbortSignal;
  readonly position: string | undefined;
  readonly fail: (error: Error) => void;
}

let warned: string[];
let attempts: Attempt[];
/** Whether an attempt that is closed goes on until it fails. */
let isSlowToEnd: boolean;
let closing: AbortController;
let followed: Promise<void>;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  warned = warnings();
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  attempts = [];
  isSlowToEnd = false;
  closing = new AbortController();
  let newest = -Infinity;
  followed = keepFollowing(
    (sink, signal, position) =>
      new Promise((_resolve, reject) => {
        attempts.push({ sink, signal, position, fail: reject });
        signal.addEventListener('abort', () => isSlowToEnd || reject(new Error('closed')));
      }),
    {
      revoked: () => undefined,
      snapshot: () => undefined,
      asOf(at) {
        const isNewer = at > newest;
        newest = Math.max(newest, at);
        return isNewer;
      },
      connected: () => undefined,
      lost: () => undefined,
    },
    closing.signal,
  );
});
afterEach(async () => {
  closing.abort();
  await followed;
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** Fails the newest attempt, and waits until there is another one. */
async function fail(error: Error): Promise<void> {
  const made = attempts.length;
  attempts.at(-1)!.fail(error);
  while (attempts.length === made) await pass(1000);
}

describe('a feed that is followed', () => {
  it('warns once for each loss, and once for the next', async () => {
    await pass(0);
    await fail(new Error('one'));
    await fail(new Error('two'));
    attempts.at(-1)!.sink.asOf(1);
    await fail(new Error('three'));
    await fail(new Error('four'));
    expect(warned).toEqual([cutOff('one'), cutOff('three')]);
  });

  it('warns once more when its source is back and refuses the credentials', async () => {
    await pass(0);
    const refused = new CredentialsRefusedError('it refuses the password', 'compare it');
    for (const error of [new Error('away'), refused, refused, new Error('away'), refused]) await fail(error);
    const again = cutOff('it refuses the password');
    expect(warned).toEqual([cutOff('away'), again, again]);
  });

  it('warns of silence, and keeps the connection until another one tells something newer', async () => {
    await pass(0);
    attempts[0]!.sink.asOf(1);
    await pass(16_000);
    expect(warned).toEqual([cutOff('it carries nothing new')]);
    expect(attempts.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    attempts[1]!.sink.asOf(2);
    expect(attempts.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(attempts[1]!.position).toBeUndefined();
  });

  it('hears nothing more of an attempt that was closed', async () => {
    await pass(0);
    attempts[0]!.sink.asOf(1, 'one');
    await pass(16_000);
    attempts[1]!.sink.asOf(2, 'two');
    attempts[0]!.sink.asOf(3, 'three');
    await fail(new Error('gone'));
    expect(attempts[2]!.position).toBe('two');
  });
});

describe('the end of the following', () => {
  it('waits until a feed has ended that takes its time', async () => {
    await pass(0);
    isSlowToEnd = true;
    let hasEnded = false;
    void followed.then(() => (hasEnded = true));
    closing.abort();
    await pass(60_000);
    expect([attempts[0]!.signal.aborted, hasEnded]).toEqual([true, false]);
    attempts[0]!.fail(new Error('closed'));
    await followed;
    expect(warned).toEqual([]);
  });
});
