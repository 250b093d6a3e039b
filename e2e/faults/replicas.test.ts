import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban, expectOk } from '../support/people';
import { refusalsDuring, untilAll, type Service } from '../support/services';
import { startWorld, twoPeople, WAYS, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('two replicas of the auth service', () => {
  let world: World;
  let people: TwoPeople;
  /** They follow the one replica or the other. */
  let services: Service[];

  beforeAll(async () => {
    world = await startWorld(2);
    const [one, other] = world.auths;
    const more = await Promise.all(WAYS.map((way) => world.newService('sse', way, [other!, one!])));
    services = [...world.services, ...more];
    await Promise.all(more.map((service) => service.start()));
  });
  afterAll(() => world?.stop());
  beforeEach(async () => {
    people = await twoPeople(world, services);
  });

  it('tell each other’s bans', async () => {
    for (const { url } of world.auths) {
      const { banned } = await twoPeople(world, services);
      expectOk(await ban(url, world.admin, banned));
      await untilAll(services, banned, 'token_revoked');
    }
  });

  it('survive one another: one is killed right after it answered a ban', async () => {
    const [dying, surviving] = [world.auths[0]!, world.auths[1]!];
    const refusals = await refusalsDuring(services, people.valid, async () => {
      for (const { hop } of services) hop.cut();
      const answer = await ban(dying.url, world.admin, people.banned);
      await dying.kill();
      expect(answer.status).toBe(200);
      for (const { hop } of services) hop.mend();
      await untilAll(services, people.banned, 'token_revoked');

      const { banned } = await twoPeople(world, services, surviving);
      expectOk(await ban(surviving.url, world.admin, banned));
      await untilAll(services, banned, 'token_revoked');
    });
    expect(refusals).toEqual([]);
    await dying.start();
  });

  it('are replaced one after the other without anybody noticing', async () => {
    const refusals = await refusalsDuring(services, people.valid, async () => {
      for (const [at, auth] of world.auths.entries()) {
        const other = world.auths[1 - at]!;
        const { banned } = await twoPeople(world, services, other);
        const stopped = auth.stop();
        expectOk(await ban(other.url, world.admin, banned));
        expect(await stopped).toBe(0);
        await untilAll(services, banned, 'token_revoked');
        await auth.start();
      }
    });
    expect(refusals).toEqual([]);
  });

  it('are left, when they have lost MongoDB, for one that has not', async () => {
    const [blind, seeing] = world.auths;
    const refusals = await refusalsDuring(services, people.valid, async () => {
      blind!.toDatabase.cut();
      expectOk(await ban(seeing!.url, world.admin, people.banned));
      await untilAll(services, people.banned, 'token_revoked');
    });
    expect(refusals).toEqual([]);
    blind!.toDatabase.mend();
  });
});
