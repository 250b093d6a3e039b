import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { ban } from '../support/people';
import { refusalsDuring, those, untilAll } from '../support/services';
import { until } from '../support/until';
import { startWorld, twoPeople, type TwoPeople, type World } from '../support/world';

jest.setTimeout(180_000);

describeWithNats('a MongoDB that is killed and started again', () => {
  let world: World;
  let people: TwoPeople;

  beforeAll(async () => {
    world = await startWorld();
    people = await twoPeople(world);
  });
  afterAll(() => world?.stop());

  it('has kept the bans that were answered; meanwhile none is answered, and people go on', async () => {
    const { auths, admin, database, services } = world;
    const [auth] = auths;
    const { banned: later } = await twoPeople(world);
    const refusals = await refusalsDuring(services, people.valid, async () => {
      for (const { hop } of services) hop.cut();
      const answer = await ban(auth!.url, admin, people.banned);
      await database.kill();
      expect(answer.status).toBe(200);
      for (const { hop } of services) hop.mend();
      const refused = await ban(auth!.url, admin, later);
      expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });

      // So that nothing but the data can know of the first ban.
      await auth!.kill();
      await auth!.start('healthz');
      await untilAll(those(services, 'deny'), people.valid, 'unavailable');
      await database.start();
      await untilAll(services, people.banned, 'token_revoked');
      await untilAll(services, people.valid, 'in');
    });
    expect(refusals).toEqual([]);

    await until(
      () => 'a ban is answered again',
      () => ban(auth!.url, admin, later),
      ({ status }) => status === 200,
    );
    await untilAll(services, later, 'token_revoked');
  });
});
