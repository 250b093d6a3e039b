import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithNats } from '../../auth/test/support/nats';
import { startFeedHouse, type FeedHouse } from '../support/feed-house';
import { startNatsCluster, type NatsCluster } from '../support/nats-cluster';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { watchPromise, type PromiseWatch } from '../support/promise';
import { untilAll } from '../support/services';

jest.setTimeout(600_000);

const TIMES = process.env.FULL ? 20 : 2;

describeWithNats('three servers of NATS whose routes break', () => {
  let cluster: NatsCluster;
  let house: FeedHouse;
  let watch: PromiseWatch;
  let valid: Person;

  beforeAll(async () => {
    cluster = await startNatsCluster();
    const { servers } = cluster;
    const env = { NATS_URL: servers[0]!.url('auth') };
    house = await startFeedHouse({ sources: 1, services: 2, env, buses: [servers[0]!, servers[2]!] });
    valid = await signUp(house.sources[0]!.url);
    watch = watchPromise(house.services);
  });
  afterAll(async () => {
    await watch?.stop();
    await house?.stop();
    await cluster?.stop();
  });
  afterEach(() => expect(watch.broken()).toEqual([]));

  /** Bans somebody whom all let in, once something has happened. */
  async function banOne(happens: () => void = () => undefined): Promise<Person> {
    const { services, sources, admin } = house;
    const banned = await signUp(sources[0]!.url);
    await untilAll(services, banned, 'in');
    happens();
    expectOk(await ban(sources[0]!.url, admin, banned));
    watch.banned(banned);
    return banned;
  }

  it('a message that is lost on the way between servers is noticed', async () => {
    const [near] = house.services;
    for (let time = 0; time < TIMES; time++) {
      const banned = await banOne(() => cluster.isolate(cluster.servers[2]!));
      await untilAll([near!], banned, 'token_revoked');
      cluster.mend();
      await watch.kept();
      await untilAll(house.services, valid, 'in');
    }
  });

  it('a server that is alone makes nobody believe that all is known', async () => {
    const [near, far] = house.services;
    await banOne(() => cluster.isolate(cluster.servers[2]!));
    await untilAll([far!], valid, 'unavailable');
    await untilAll([near!], valid, 'in');
    cluster.mend();
    await watch.kept();
    await untilAll(house.services, valid, 'in');
  });
});
