import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban, expectOk } from '../support/people';
import { refusalsDuring, those, untilAll } from '../support/services';
import { startWorld, twoPeople, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('services that are cut off from their feed', () => {
  let world: World;
  let people: TwoPeople;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    people = await twoPeople(world);
  });

  /** Bans somebody while no service can hear it. */
  async function banUnheard() {
    expectOk(await ban(world.auths[0]!.url, world.admin, people.banned));
    await untilAll(those(world.services, 'allow'), people.banned, 'in');
  }

  it('know of a ban as soon as they are connected again', async () => {
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      for (const { hop } of world.services) hop.cut();
      await banUnheard();
      for (const { hop } of world.services) hop.mend();
      await untilAll(world.services, people.banned, 'token_revoked');
      await untilAll(world.services, people.valid, 'in');
    });
    expect(refusals).toEqual([]);
  });

  it('notice a connection that is open and carries nothing, and leave it for another', async () => {
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      for (const { hop } of world.services) hop.freeze();
      await banUnheard();
      await untilAll(those(world.services, 'deny'), people.valid, 'unavailable');
      await untilAll(those(world.services, 'deny'), people.banned, 'unavailable');
      for (const { hop } of world.services) hop.mend();
      await untilAll(world.services, people.banned, 'token_revoked');
      await untilAll(world.services, people.valid, 'in');
    });
    expect(refusals).toEqual([]);
  });
});
