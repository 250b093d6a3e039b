import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban } from '../support/people';
import { refusalsDuring, untilAll } from '../support/services';
import { startWorld, twoPeople, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('an auth service that is killed right after it answered a ban', () => {
  let world: World;
  let people: TwoPeople;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    people = await twoPeople(world);
  });

  async function banAndKill() {
    const [auth] = world.auths;
    const answer = await ban(auth!.url, world.admin, people.banned);
    await auth!.kill();
    expect(answer.status).toBe(200);
  }

  it('has told of it once it is there again', async () => {
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      await banAndKill();
      await world.auths[0]!.start();
      await untilAll(world.services, people.banned, 'token_revoked');
    });
    expect(refusals).toEqual([]);
  });

  it('tells of it then even when nobody could hear it before', async () => {
    const refusals = await refusalsDuring(world.services, people.valid, async () => {
      for (const { hop } of world.services) hop.cut();
      await banAndKill();
      for (const { hop } of world.services) hop.mend();
      await untilAll(world.services, people.banned, 'in');
      await world.auths[0]!.start();
      await untilAll(world.services, people.banned, 'token_revoked');
    });
    expect(refusals).toEqual([]);
  });
});
