import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { startFeedHouse, type FeedHouse } from '../support/feed-house';
import { openStream, readStream, type OpenStream } from '../support/feed-reader';
import { gaugeOf } from '../support/gauges';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { watchPromise, type PromiseWatch } from '../support/promise';
import { untilAll } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(600_000);

const FOLLOWERS = 'latchkey_revocations_followers';

let house: FeedHouse;
let watch: PromiseWatch;
let valid: Person;
let raw: OpenStream;

beforeAll(async () => {
  house = await startFeedHouse({ sources: 2, services: 2 });
  valid = await signUp(house.sources[0]!.url);
  watch = watchPromise(house.services);
  raw = await openStream(house.sources[0]!);
});
afterAll(async () => {
  raw?.close();
  await watch?.stop();
  await house?.stop();
});
afterEach(() => expect(watch.broken()).toEqual([]));

/** Bans somebody at the replica that nobody follows. */
async function banElsewhere(): Promise<Person> {
  const { url } = house.sources[1]!;
  const banned = await signUp(url);
  expectOk(await ban(url, house.admin, banned));
  watch.banned(banned);
  return banned;
}

/** Cuts the replica that all follow off from its database, and waits until nobody believes it any more. */
async function makeStale(): Promise<void> {
  const [stale] = house.sources;
  stale!.toDatabase.cut();
  await until(
    () => 'new streams are refused',
    () => readStream(stale!),
    ({ status }) => status === 503,
  );
}

it('a replica that is cut off keeps its streams, and they get what was missed when it is back', async () => {
  const [stale] = house.sources;
  const { services } = house;
  await makeStale();
  const banned = await banElsewhere();
  await untilAll(services, valid, 'unavailable');
  expect(await gaugeOf(stale!, FOLLOWERS)).toBe(services.length + 1);
  expect(raw.text()).not.toContain(banned.id);
  stale!.toDatabase.mend();
  await watch.kept();
  await untilAll(services, valid, 'in');
  await until(
    () => 'the old stream tells it',
    () => raw.text(),
    (text) => new RegExp(`${banned.id}[^]*event: as-of`).test(text),
  );
  expect(await gaugeOf(stale!, FOLLOWERS)).toBe(services.length + 1);
});

it('a replica that is cut off is left for one that is current, and by nobody before', async () => {
  const [stale, current] = house.sources;
  const { services } = house;
  await makeStale();
  await banElsewhere();
  await untilAll(services, valid, 'unavailable');
  expect(await gaugeOf(stale!, FOLLOWERS)).toBe(services.length + 1);
  for (const { hop } of services) hop.leadTo(current!.internalPort);
  await watch.kept();
  await untilAll(services, valid, 'in');
  await until(
    () => 'only the raw stream is left',
    () => gaugeOf(stale!, FOLLOWERS),
    (followers) => followers === 1,
  );
  expect(raw.isOpen()).toBe(true);
  stale!.toDatabase.mend();
});
