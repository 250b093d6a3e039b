import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asOf, revoked, stream } from '../support/feed-server';
import { ada, endFollowing, follow, serve, warnings } from '../support/following';
import { until } from '../support/until';

let warned: string[];
beforeEach(() => {
  warned = warnings();
});
afterEach(endFollowing);
afterEach(() => void jest.useRealTimers());

describe('a connection that carries nothing', () => {
  /** Stops the clocks of the watchdog, too; those of the sockets go on. */
  function stopClocks() {
    jest.useFakeTimers({
      now: Date.now(),
      doNotFake: [
        'hrtime',
        'nextTick',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setTimeout',
        'clearTimeout',
      ],
    });
    return { pass: (seconds: number) => void jest.advanceTimersByTime(seconds * 1000) };
  }

  it('is given up after 15 s, although it is open, and another one is made', async () => {
    const clocks = stopClocks();
    const server = await serve(stream(asOf()));
    const followed = follow(server.url);
    await followed.ready();
    clocks.pass(14);
    server.send(asOf());
    await until('it is heard', () => followed.status().secondsSinceAsOf === 0);
    clocks.pass(15);
    expect(followed.status().connected).toBe(true);
    server.answer = stream(revoked('user.ada.4'), asOf());
    clocks.pass(1);
    await until('it knows', () => followed.isRevoked(ada));
    expect(server.requests).toBe(2);
    expect(warned).toEqual(['the revocation feed is cut off: it carries nothing new; connecting again']);
  });

  it('is given up also when it never carried anything', async () => {
    const clocks = stopClocks();
    const server = await serve(() => undefined);
    const followed = follow(server.url);
    await until('it asked', () => server.requests === 1);
    server.answer = stream(asOf());
    clocks.pass(16);
    await followed.ready();
    expect(server.requests).toBe(2);
  });

  it('is given up also when it only repeats what is old: another replica may know more', async () => {
    const clocks = stopClocks();
    const old = asOf();
    const server = await serve(stream(old));
    const followed = follow(server.url);
    await followed.ready();
    for (let seconds = 5; seconds <= 20; seconds += 5) {
      clocks.pass(5);
      server.send(old);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until('another one is made', () => server.requests === 2);
  });

  it('is kept while a long snapshot is on its way', async () => {
    const clocks = stopClocks();
    const server = await serve(stream());
    const followed = follow(server.url);
    await until('it is connected', () => server.open === 1);
    for (let part = 1; part <= 4; part++) {
      clocks.pass(10);
      server.send(revoked(`session.${part}`));
      await until('it is read', () => followed.status().entries === part);
    }
    server.send(asOf());
    await followed.ready();
    expect(server.requests).toBe(1);
  });
});
