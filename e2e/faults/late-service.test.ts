import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban, expectOk } from '../support/people';
import { knock, refusalsDuring, those, untilAll, type Service } from '../support/services';
import { until } from '../support/until';
import { FEEDS, startWorld, twoPeople, WAYS, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('a service that starts after a ban', () => {
  let world: World;
  let people: TwoPeople;
  const late: Service[] = [];

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  beforeEach(async () => {
    people = await twoPeople(world);
    expectOk(await ban(world.auths[0]!.url, world.admin, people.banned));
    for (const feed of FEEDS) for (const way of WAYS) late.push(await world.newService(feed, way));
  });
  afterEach(() => Promise.all(late.splice(0).map((service) => service.kill())));

  it('is not ready before it knows of it', async () => {
    // One that starts without its feed has time to call itself ready too early.
    for (const { hop } of those(late, 'deny')) hop.cut();
    await Promise.all([
      ...those(late, 'allow').map((service) => service.start()),
      ...those(late, 'deny').map((service) => service.start('healthz')),
    ]);
    for (const { hop } of those(late, 'deny')) hop.mend();
    for (const service of late) {
      await until(
        () => 'it is ready',
        () => service.passes('readyz'),
        Boolean,
      );
      expect(await knock(service, people.banned)).toBe('token_revoked');
      expect(await knock(service, people.valid)).toBe('in');
    }
  });

  it('lets people in while the auth service is away, or nobody, as it is told', async () => {
    const [auth] = world.auths;
    await auth!.kill();
    // What is left on a bus is current for a while.
    await untilAll(those(world.services, 'deny'), people.valid, 'unavailable');
    await Promise.all([
      ...those(late, 'allow').map((service) => service.start()),
      ...those(late, 'deny').map((service) => service.start('healthz')),
    ]);
    const refusals = await refusalsDuring(late, people.valid, async () => {
      for (const service of those(late, 'deny')) {
        expect(['unavailable', 'no answer']).toContain(await knock(service, people.valid));
      }
      await auth!.start();
      await untilAll(late, people.banned, 'token_revoked');
      await untilAll(late, people.valid, 'in');
    });
    expect(refusals).toEqual([]);
  });

  it('can be told to end while it waits for the auth service', async () => {
    const waiting = those(late, 'deny');
    for (const { hop } of waiting) hop.cut();
    await Promise.all(waiting.map((service) => service.start('healthz')));
    expect(await Promise.all(waiting.map((service) => service.stop()))).toEqual(waiting.map(() => 0));
  });
});
