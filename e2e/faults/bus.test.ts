import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban, expectOk } from '../support/people';
import { knock, refusalsDuring, those, untilAll } from '../support/services';
import { startWorld, twoPeople, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('a bus', () => {
  let world: World;
  let people: TwoPeople;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    people = await twoPeople(world);
  });

  it('that was killed and has lost everything is told anew what is revoked', async () => {
    const { bus, services, admin } = world;
    const { url } = world.auths[0]!;
    const { banned: before } = await twoPeople(world);
    const refusals = await refusalsDuring(services, people.valid, async () => {
      expectOk(await ban(url, admin, before));
      await untilAll(services, before, 'token_revoked');
      await bus.kill();
      expectOk(await ban(url, admin, people.banned));
      await bus.start();
      await untilAll(services, people.banned, 'token_revoked');
      await untilAll(services, people.valid, 'in');
    });
    expect(refusals).toEqual([]);

    const late = await world.newService('nats', 'allow');
    await late.start();
    const answers = [before, people.banned, people.valid].map((person) => knock(late, person));
    expect(await Promise.all(answers)).toEqual(['token_revoked', 'token_revoked', 'in']);
  });

  it('that the auth service is cut off from is told later', async () => {
    const { services, admin } = world;
    const [auth] = world.auths;
    const onBus = services.filter(({ feed }) => feed === 'nats');
    const refusals = await refusalsDuring(services, people.valid, async () => {
      // The services can; a bus that nobody tells anything is an outage all the same.
      auth!.toBus.freeze();
      expectOk(await ban(auth!.url, admin, people.banned));
      await untilAll(those(onBus, 'deny'), people.valid, 'unavailable');
      auth!.toBus.mend();
      await untilAll(services, people.banned, 'token_revoked');
      await untilAll(services, people.valid, 'in');
    });
    expect(refusals).toEqual([]);
  });
});
