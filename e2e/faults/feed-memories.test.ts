import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { moveTo, startFeedHouse, type FeedHouse } from '../support/feed-house';
import { readStream } from '../support/feed-reader';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { watchPromise, type PromiseWatch } from '../support/promise';
import { untilAll } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(600_000);

/** How often the followers change between the replicas. */
const CHANGES = process.env.FULL ? 30 : 2;

let house: FeedHouse;
let watch: PromiseWatch;
let valid: Person;

beforeAll(async () => {
  house = await startFeedHouse({ sources: 2, services: 2 });
  valid = await signUp(house.sources[0]!.url);
  watch = watchPromise(house.services);
});
afterAll(async () => {
  await watch?.stop();
  await house?.stop();
});

afterEach(() => expect(watch.broken()).toEqual([]));

async function banOne(url: string, known = true): Promise<Person> {
  const { services, admin } = house;
  const banned = await signUp(url);
  if (known) await untilAll(services, banned, 'in');
  expectOk(await ban(url, admin, banned));
  watch.banned(banned);
  return banned;
}

it('replicas resume each other’s positions', async () => {
  const [one, other] = house.sources;
  const { position } = await readStream(one!);
  const banned = await banOne(one!.url);
  const resumed = await until(
    () => 'the other one has read the ban',
    () => readStream(other!, position),
    ({ text }) => text.includes(banned.id),
  );
  expect(resumed.status).toBe(200);
  await watch.kept();
});

it('followers that change to a replica that does not know the newest bans are not taken in', async () => {
  for (let change = 0; change < CHANGES; change++) {
    const [from, to] = change % 2 === 0 ? house.sources : [...house.sources].reverse();
    to!.toDatabase.cut();
    await banOne(from!.url);
    for (const service of house.services) moveTo(to!, service);
    await banOne(from!.url, false);
    to!.toDatabase.mend();
    await watch.kept();
    await untilAll(house.services, valid, 'in');
  }
  expect(await readStream(house.sources[1]!)).toMatchObject({ status: 200 });
});

it('nor are those that change to a replica that has just started', async () => {
  const [one, other] = house.sources;
  for (let change = 0; change < CHANGES; change++) {
    await other!.kill();
    for (const service of house.services) moveTo(one!, service);
    await banOne(one!.url, false);
    await Promise.all([
      other!.start(),
      ...house.services.map(async (service) => {
        moveTo(other!, service);
        await banOne(one!.url, false);
      }),
    ]);
    await watch.kept();
    await untilAll(house.services, valid, 'in');
  }
});
