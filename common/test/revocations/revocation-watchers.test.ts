import { describe, expect, it, jest } from '@jest/globals';
import type { Revocation } from '../../src/revocations/revocation';
import { createRevocationList } from '../../src/revocations/revocation-list';
import { createWatchers } from '../../src/revocations/revocation-watchers';

const ada = { sub: 'ada', sid: 'one', gen: 3 };
const until = Math.floor(Date.now() / 1000) + 960;
const ban: Revocation = { kind: 'user', user: 'ada', gen: 4, until };
const signOut: Revocation = { kind: 'session', session: 'one', until };

/** Lets ticks that are due have their turn. */
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A list with one watch of Ada's token. */
function watched(claims = ada) {
  const list = createRevocationList();
  const listener = jest.fn();
  const end = list.watch(claims, listener);
  return { list, listener, end };
}

describe('a watch', () => {
  it.each([
    ['user', ban],
    ['session', signOut],
  ])('tells, in a tick of its own, that the %s was revoked', async (_of, revocation) => {
    const { list, listener } = watched();
    list.add(revocation);
    expect(listener).not.toHaveBeenCalled();
    await tick();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(listener).toHaveBeenCalledWith();
  });

  it('tells once, whatever comes afterwards', async () => {
    const { list, listener } = watched();
    list.add(ban);
    list.add(signOut);
    await tick();
    list.add({ ...ban, gen: 5 });
    await tick();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('tells at once when the token is dead already', async () => {
    const list = createRevocationList();
    list.add(ban);
    const listener = jest.fn();
    list.watch(ada, listener);
    expect(listener).not.toHaveBeenCalled();
    await tick();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('does not tell of other tokens', async () => {
    const { list, listener } = watched({ ...ada, gen: 4 });
    for (const revocation of [ban, { ...ban, user: 'bob' }, { ...signOut, session: 'two' }]) {
      list.add(revocation);
    }
    await tick();
    expect(listener).not.toHaveBeenCalled();
    list.add({ ...ban, gen: 5 });
    await tick();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('tells everybody who watches the same token', async () => {
    const { list, listener } = watched();
    const others = Array.from({ length: 3 }, () => jest.fn());
    for (const other of others) list.watch(ada, other);
    list.add(signOut);
    await tick();
    for (const each of [listener, ...others]) expect(each).toHaveBeenCalledTimes(1);
  });

  it('may start another watch in its turn', async () => {
    const list = createRevocationList();
    const next = jest.fn();
    list.watch(ada, () => void list.watch({ ...ada, gen: 4, sid: 'two' }, next));
    list.add(ban);
    await tick();
    expect(next).not.toHaveBeenCalled();
    list.add({ ...ban, gen: 5 });
    await tick();
    expect(next).toHaveBeenCalledTimes(1);
  });
});

describe('a watch that was ended', () => {
  it('tells nothing', async () => {
    const { list, listener, end } = watched();
    end();
    end();
    list.add(ban);
    await tick();
    expect(listener).not.toHaveBeenCalled();
  });

  it('tells nothing either when the revocation came in the same tick', async () => {
    const { list, listener, end } = watched();
    list.add(ban);
    end();
    await tick();
    expect(listener).not.toHaveBeenCalled();

    const late = jest.fn();
    list.watch(ada, late)();
    await tick();
    expect(late).not.toHaveBeenCalled();
  });

  it('tells nothing when another listener ended it', async () => {
    const list = createRevocationList();
    const second = jest.fn();
    const ends: (() => void)[] = [];
    list.watch(ada, () => ends.forEach((end) => end()));
    ends.push(list.watch(ada, second));
    list.add(ban);
    await tick();
    expect(second).not.toHaveBeenCalled();
  });

  it('leaves the others alone', async () => {
    const { list, listener, end } = watched();
    const other = jest.fn();
    list.watch(ada, other);
    end();
    list.add(ban);
    await tick();
    expect([listener.mock.calls.length, other.mock.calls.length]).toEqual([0, 1]);
  });

  // A watcher that is kept is asked about again.
  it.each(['ended', 'told'])('leaves nothing behind once it has %s', async (how) => {
    const isRevoked = jest.fn(() => how === 'told');
    const watchers = createWatchers(isRevoked);
    const end = watchers.watch(ada, () => undefined);
    if (how === 'ended') end();
    await tick();
    isRevoked.mockClear();
    watchers.notify(ban);
    watchers.notify(signOut);
    expect(isRevoked).not.toHaveBeenCalled();
  });
});
