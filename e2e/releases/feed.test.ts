import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildLastRelease, describeWithLastRelease, type LastRelease } from '../support/last-release';
import { ban, expectOk } from '../support/people';
import { refusalsDuring, untilAll } from '../support/services';
import { startWorld, twoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithLastRelease('while an upgrade is under way', () => {
  let last: LastRelease;

  beforeAll(() => {
    last = buildLastRelease();
  });
  afterAll(() => last?.remove());

  describe.each([
    ['services of the last release', () => ({ services: last.folder })],
    ['auth replicas of the last release', () => ({ auths: last.folder })],
  ])('with %s', (_title, builds) => {
    let world: World;

    beforeAll(async () => {
      world = await startWorld(2, builds());
    });
    afterAll(() => world?.stop());

    it('a ban counts by both feeds, also after the replicas were away', async () => {
      const { admin, auths, services } = world;
      const { banned, valid } = await twoPeople(world);
      const refusals = await refusalsDuring(services, valid, async () => {
        expectOk(await ban(auths[0]!.url, admin, banned));
        await untilAll(services, banned, 'token_revoked');
        const { banned: second } = await twoPeople(world);
        await Promise.all(auths.map((auth) => auth.kill()));
        await Promise.all(auths.map((auth) => auth.start()));
        expectOk(await ban(auths[1]!.url, admin, second));
        await untilAll(services, second, 'token_revoked');
        await untilAll(services, valid, 'in');
      });
      expect(refusals).toEqual([]);
    });

    it('a service that starts later learns of all bans', async () => {
      const { admin, auths } = world;
      const { banned, valid } = await twoPeople(world);
      expectOk(await ban(auths[0]!.url, admin, banned));
      const late = [await world.newService('sse', 'deny'), await world.newService('nats', 'deny')];
      await Promise.all(late.map((service) => service.start()));
      await untilAll(late, banned, 'token_revoked');
      await untilAll(late, valid, 'in');
    });
  });
});
