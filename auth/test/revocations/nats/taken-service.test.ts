import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { errors } from '@nats-io/transport-node';
import { describeWithNats } from '../../support/nats';
import {
  ask,
  BOUNDED_MS,
  fill,
  inbox,
  MAX_CONSUMERS,
  startTakenWorld,
  type TakenWorld,
} from '../../support/taken-service';
import { until } from '../../support/until';

jest.setTimeout(180_000);

describeWithNats('a service that is taken', () => {
  let world: TakenWorld;
  beforeEach(async () => {
    world = await startTakenWorld();
  });
  afterEach(() => world.stop());

  const ofOlder = async () =>
    (await world.consumers())
      .filter(({ config }) => /^_INBOX_user\.older\.(?!guessed)/.test(config.deliver_subject ?? ''))
      .map(({ name }) => name);

  /** A service that follows already, by a consumer. */
  async function standing() {
    const list = world.follow('older');
    await world.untilFollows(list);
    const [consumer] = await ofOlder();
    return { list, consumer };
  }

  it('cannot keep others from following by durable consumers, however many', async () => {
    const { list, consumer } = await standing();
    const made = await fill(world.taken, (name) => ({
      durable_name: name,
      mem_storage: false,
      ...inbox(name),
    }));
    await world.untilFollows(world.follow('older'));
    await until('they are removed', async () => (await world.consumers()).length === 2, BOUNDED_MS);
    // A round that removes many counts them at its end.
    await until('they are counted', () => world.removed() === made, BOUNDED_MS);
    expect(await ofOlder()).toContain(consumer);
    expect(list.status().connected).toBe(true);
  });

  it('cannot by consumers that it listens to, however many', async () => {
    const { list, consumer } = await standing();
    await fill(world.taken, (name) => {
      // Each by its name: what is subscribed to with a wildcard, NATS does not deliver to.
      world.taken.subscribe(inbox(name).deliver_subject, { callback: () => undefined });
      return inbox(name);
    });
    await world.untilFollows(world.follow('older'));
    await until('a bound is kept', async () => (await world.consumers()).length === 502, BOUNDED_MS);
    expect(await ofOlder()).toContain(consumer);
    expect(list.status().connected).toBe(true);
    await until('it is told', () => world.lines().some(({ removed }) => removed !== undefined));
    expect(world.lines().filter(({ removed }) => removed !== undefined)).toEqual([
      expect.objectContaining({ level: 40, removed: { '_INBOX_user.taken': expect.any(Number) } }),
    ]);
  });

  it.each<[string, (name: string) => object]>([
    ['that nobody listens to', (name) => ({ inactive_threshold: 300e9, ...inbox(name) })],
    ['for the inbox of another', () => ({ deliver_subject: '_INBOX_user.older.guessed' })],
    ['for inboxes that there are not', (name) => ({ deliver_subject: `_INBOX_user.${name}.x` })],
    ['for what is no inbox', (name) => ({ deliver_subject: `$JS.API.${name}` })],
    ['that deliver nothing', () => ({ ack_policy: 'explicit' })],
  ])('keeps no consumers %s', async (_what, config) => {
    const { list, consumer } = await standing();
    expect(await fill(world.taken, config, 200)).toBe(200);
    await until('they are removed', async () => (await world.consumers()).length === 1, BOUNDED_MS);
    expect(await ofOlder()).toEqual([consumer]);
    expect(list.status().connected).toBe(true);
  });

  it('cannot keep others from following by going on', async () => {
    let isOver = false;
    const flood = async () => {
      while (!isOver) await fill(world.taken, (name) => ({ durable_name: name, ...inbox(name) }));
    };
    const floods = [flood(), flood(), flood()];
    await until('it goes on', () => world.removed() > 200, BOUNDED_MS);
    await world.untilFollows(world.follow('older'));
    isOver = true;
    await Promise.all(floods);
  });

  it('cannot by what survives a restart', async () => {
    await world.stopPublishing();
    const made = await fill(world.taken, (name) => ({
      durable_name: name,
      mem_storage: false,
      ...inbox(name),
    }));
    expect(made).toBe(MAX_CONSUMERS);
    await world.server.restart();
    expect(await world.consumers()).toHaveLength(MAX_CONSUMERS);
    world.publishAgain();
    await world.untilFollows(world.follow('older'));
  });

  it('has what it leaves removed by the server, too', async () => {
    const limit = () =>
      world.asAuth(async ({ streams }) => (await streams.info('KV_revocations')).config.consumer_limits);
    await until('the limit is set', async () => (await limit())?.inactive_threshold === 300e9);
    const durable = { durable_name: 'x', ...inbox('x') };
    expect(await ask(world.taken, 'x', { ...durable, inactive_threshold: 301e9 })).toMatchObject({
      error: { description: expect.stringContaining('inactive threshold exceeds system limit') },
    });
    expect(await ask(world.taken, 'x', durable)).toMatchObject({ config: { inactive_threshold: 300e9 } });
  });

  it('does not keep a service that makes no consumer from following, though NATS takes no more', async () => {
    await world.stopPublishing();
    expect(await fill(world.taken, (name) => ({ durable_name: name, ...inbox(name) }))).toBe(MAX_CONSUMERS);
    const list = world.follow('orders');
    await until('its pages are in', () => list.status().secondsSinceAsOf < Infinity);
    world.publishAgain();
    await world.untilFollows(list);
  });

  it('may remove no consumer', async () => {
    const { consumer } = await standing();
    const asked = world.taken.request(`$JS.API.CONSUMER.DELETE.KV_revocations.${consumer}`);
    await expect(asked).rejects.toMatchObject({ cause: expect.any(errors.PermissionViolationError) });
    expect(await ofOlder()).toEqual([consumer]);
  });
});
