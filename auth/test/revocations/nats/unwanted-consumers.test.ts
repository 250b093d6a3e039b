import { describe, expect, it } from '@jest/globals';
import { unwantedConsumers, type Consumer } from '../../../src/revocations/nats/unwanted-consumers';

const NOW = Date.parse('2026-11-24T12:00:00Z');
let made = 0;

/** A consumer as the library makes it, some seconds old. */
function follower(changes: Partial<Consumer> = {}, config: object = {}, seconds = 60): Consumer {
  const name = `latchkey-${made++}`;
  return {
    name,
    created: new Date(NOW - seconds * 1000).toISOString(),
    ts: new Date(NOW).toISOString(),
    push_bound: true,
    config: { name, deliver_subject: `_INBOX_user.orders.${name}`, inactive_threshold: 5e9, ...config },
    ...changes,
  } as Consumer;
}

const many = (count: number, ...args: Parameters<typeof follower>) =>
  Array.from({ length: count }, () => follower(...args));

describe('consumers that are wanted', () => {
  it.each<[string, Consumer]>([
    ['a follower', follower()],
    ['one that shares its user', follower({}, { deliver_subject: '_INBOX.abc' })],
    ['one of an open NATS', follower({}, { deliver_subject: '_INBOX_mine.abc' })],
    ['one that says nothing of inactivity', follower({}, { inactive_threshold: undefined })],
    ['one of NATS’s own clients', follower({}, { inactive_threshold: 300e9 })],
    ['one that is just being made, or connects again', follower({ push_bound: false }, {}, 5)],
    ['one of a server that does not tell the time', follower({ push_bound: false, ts: undefined })],
  ])('are %s', (_what, consumer) => {
    expect(unwantedConsumers([consumer])).toEqual([]);
  });

  it('are 500 of each user', () => {
    const shared = { deliver_subject: '_INBOX.x' };
    expect(unwantedConsumers([...many(500), ...many(500, {}, shared)])).toEqual([]);
  });
});

describe('consumers that are not wanted', () => {
  it.each<[string, Consumer]>([
    ['a durable one', follower({}, { durable_name: 'x' })],
    ['one that delivers nowhere', follower({}, { deliver_subject: undefined })],
    ['one that delivers to what is no inbox', follower({}, { deliver_subject: '$JS.API.INFO' })],
    ['one that outlives its subscriber for long', follower({}, { inactive_threshold: 301e9 })],
    ['one that nobody listens to', follower({ push_bound: false }, {}, 11)],
    ['one of which the server does not say that anybody does', follower({ push_bound: undefined }, {}, 11)],
  ])('are %s', (_what, consumer) => {
    expect(unwantedConsumers([follower(), consumer])).toEqual([consumer]);
  });

  it('are those of a user but its 500 oldest', () => {
    const old = many(499, {}, {}, 100);
    const young = many(2, {}, {}, 10);
    const [older] = many(1, {}, {}, 50);
    const others = many(10, {}, { deliver_subject: '_INBOX_user.billing.x' }, 1);
    expect(unwantedConsumers([...young, ...others, older!, ...old])).toEqual(young);
  });

  it('are all that nobody listens to, however young, when they are many', () => {
    const idle = many(51, { push_bound: false }, {}, 0);
    expect(unwantedConsumers([follower(), ...idle])).toEqual(idle);
    expect(unwantedConsumers(idle.slice(1))).toEqual([]);
  });

  it('do not count against those of the same user that are wanted', () => {
    const idle = many(600, { push_bound: false }, {}, 900);
    const bound = many(500);
    expect(unwantedConsumers([...idle, ...bound])).toEqual(idle);
  });
});
