import { connectToNats } from '@latchkey/common/protocol';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { type NatsUser } from '@latchkey/tools/dist/nats';
import { ban, expectOk } from '../support/people';
import { refusalsDuring, untilAll } from '../support/services';
import { startWorld, twoPeople, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('a message on the bus', () => {
  let world: World;
  let people: TwoPeople;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    people = await twoPeople(world);
  });

  /** Sends messages to keys of the bucket, as one of the bus's users; whether they may is the bus's affair. */
  async function sendAs(user: NatsUser, messages: readonly (readonly [key: string, text: string])[]) {
    const url = new URL(world.bus.url(user));
    const connection = await connectToNats(url, { name: 'a fault test' }, new AbortController().signal);
    for (const [key, text] of messages) connection.publish(`$KV.revocations.${key}`, text);
    await connection.flush();
    await connection.close();
  }

  /** What was sent before has arrived everywhere once somebody is banned who was banned after it. */
  async function banAfterwards() {
    expectOk(await ban(world.auths[0]!.url, world.admin, people.banned));
    await untilAll(world.services, people.banned, 'token_revoked');
    await untilAll(world.services, people.valid, 'in');
  }

  it('that is malformed stops no service and revokes nobody', async () => {
    const { id } = people.valid;
    const until = JSON.stringify({ until: Math.ceil(Date.now() / 1000) + 900 });
    // NATS takes 8 KB at most.
    const texts = ['', 'null', '[]', '{"until":', '{"until":"soon"}', '{"until":1e99}', 'x'.repeat(8_000)];
    const keys = [
      'user',
      `user.${id}`,
      `user.${id}.-1`,
      `user.${id}.1.5`,
      `user.${id}.x`,
      `${id}.9`,
      'session',
    ];
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      await sendAs('auth', [
        ...texts.map((text) => [`user.${id}.9`, text] as const),
        ...keys.map((key) => [key, until] as const),
        ...[...texts, '{"at":"now"}', '{"at":1e15}'].map((text) => ['as-of', text] as const),
      ]);
      await banAfterwards();
    });
    expect(refusals).toEqual([]);
  });

  it('that has a service’s credentials is refused', async () => {
    const until = JSON.stringify({ until: Math.ceil(Date.now() / 1000) + 900 });
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      await sendAs('service', [[`user.${people.valid.id}.9`, until]]);
      await banAfterwards();
    });
    expect(refusals).toEqual([]);
  });

  it('revokes when it is neither', async () => {
    const until = JSON.stringify({ until: Math.ceil(Date.now() / 1000) + 900 });
    await sendAs('auth', [[`user.${people.valid.id}.9`, until]]);
    const onBus = world.services.filter(({ feed }) => feed === 'nats');
    await untilAll(onBus, people.valid, 'token_revoked');
  });
});
