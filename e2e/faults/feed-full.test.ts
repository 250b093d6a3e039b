import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { startFeedHouse, type FeedHouse } from '../support/feed-house';
import { gaugeOf } from '../support/gauges';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { watchPromise, type PromiseWatch } from '../support/promise';
import { knock, untilAll, type Service } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(600_000);

const PLACES = 2;

let house: FeedHouse;
let watch: PromiseWatch;
let valid: Person;

beforeAll(async () => {
  const env = { MAX_FOLLOWERS: String(PLACES) };
  house = await startFeedHouse({ sources: 2, services: 5, areServicesLate: true, env });
  const { sources, services } = house;
  valid = await signUp(sources[0]!.url);
  watch = watchPromise(services);
  for (const { hop } of services) hop.leadTo(...sources.map(({ internalPort }) => internalPort));
  await Promise.all(services.map((each) => each.start('healthz')));
});
afterAll(async () => {
  await watch?.stop();
  await house?.stop();
});
afterEach(() => expect(watch.broken()).toEqual([]));

async function banOne(): Promise<Person> {
  const [source] = house.sources;
  const banned = await signUp(source!.url);
  expectOk(await ban(source!.url, house.admin, banned));
  watch.banned(banned);
  return banned;
}

/** Waits until so many services let people in. @returns those that do */
async function untilIn(count: number): Promise<Service[]> {
  const seen = await until(
    () => `${count} services let people in`,
    () => Promise.all(house.services.map(async (each) => ({ each, answer: await knock(each, valid) }))),
    (answers) => answers.filter(({ answer }) => answer === 'in').length === count,
  );
  return seen.filter(({ answer }) => answer === 'in').map(({ each }) => each);
}

it('four services have the places of two replicas; the fifth one lets nobody in until one is free', async () => {
  await until(
    () => 'all places are taken',
    () => Promise.all(house.sources.map((each) => gaugeOf(each, 'latchkey_revocations_followers'))),
    (followers) => followers.every((count) => count === PLACES),
  );
  // The fifth one may have had a snapshot, which is current for 15 s.
  const within = await untilIn(2 * PLACES);
  const without = house.services.filter((each) => !within.includes(each));
  const banned = await banOne();
  await untilAll(within, banned, 'token_revoked');
  expect(['unavailable', 'no answer']).toContain(await knock(without[0]!, banned));

  await within[0]!.kill();
  await untilAll(without, valid, 'in');
  expect(await knock(without[0]!, banned)).toBe('token_revoked');
});

it('nobody is let in by mistake while one of the replicas is away', async () => {
  const [, dying] = house.sources;
  const running = await untilIn(2 * PLACES);
  await dying!.kill();
  await banOne();
  await untilIn(PLACES);
  await dying!.start();
  await untilAll(running, valid, 'in');
  const banned = await banOne();
  await untilAll(running, banned, 'token_revoked');
});
