import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startFeedHouse, type FeedHouse, type Source } from '../support/feed-house';
import { readStream } from '../support/feed-reader';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { knock, untilAll } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(600_000);

/** Longer than an entry lives by the short life alone, so that a window that is too short is seen. */
const LONG = { life: '10m', window: '11m' };
const SHORT = { life: '30s', window: '90s' };
/** Between two bans of the load. */
const PAUSE_MS = 300;

let house: FeedHouse;
const banned: Person[] = [];

beforeAll(async () => {
  const env = { ACCESS_TTL: LONG.life, REVOCATION_WINDOW: LONG.window };
  house = await startFeedHouse({ sources: 2, services: 2, env });
  const ports = house.sources.map(({ internalPort }) => internalPort);
  for (const { hop } of house.services) hop.leadTo(...ports);
});
afterAll(() => house?.stop());

async function banOne({ url }: Source, person: Person): Promise<void> {
  expectOk(await ban(url, house.admin, person));
  banned.push(person);
}

/** Restarts the replicas one by one with other settings; meanwhile people sign up and are banned where one runs. */
async function restartAll(env: Record<string, string>): Promise<void> {
  for (const [at, source] of house.sources.entries()) {
    const other = house.sources[1 - at]!;
    let isOver = false;
    const load = (async () => {
      while (!isOver) {
        await banOne(other, await signUp(other.url));
        await sleep(PAUSE_MS);
      }
    })();
    try {
      source.setEnvironment(env);
      await source.stop();
      await source.start();
    } finally {
      isOver = true;
      await load;
    }
  }
}

/** When the access token of somebody's browser is over, in s since 1970. */
function expiryOf({ cookie }: Person): number {
  for (const [, value] of cookie.matchAll(/=([\w+/-]+=*)/g)) {
    const token = /"jwt":"([^"]+)"/.exec(Buffer.from(value!, 'base64').toString('latin1'))?.[1];
    if (token)
      return (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number }).exp;
  }
  throw new Error(`no access token in ${cookie}`);
}

/** Until when a replica holds that somebody was banned, in s since 1970. */
async function heldUntil(source: Source, { id }: Person): Promise<number> {
  const { text } = await until(
    () => 'the ban is known',
    () => readStream(source),
    (seen) => seen.text.includes(id),
  );
  return Number(new RegExp(`user\\.${id}\\.\\d+","until":(\\d+)`).exec(text)?.[1]);
}

/** Expects that what was banned is refused now, and until its token is over. */
async function expectRefused(people: readonly Person[]): Promise<void> {
  for (const person of people)
    for (const source of house.sources)
      expect(await heldUntil(source, person)).toBeGreaterThanOrEqual(expiryOf(person));
  for (const service of house.services)
    for (const person of people) expect(await knock(service, person)).not.toBe('in');
}

it('ACCESS_TTL lowered: who has a token of the longer life is refused to its end', async () => {
  const [one, other] = house.sources;
  const holders = await Promise.all([one!, other!, one!].map(({ url }) => signUp(url)));
  await restartAll({ ACCESS_TTL: SHORT.life });
  const [early, late, valid] = holders as [Person, Person, Person];
  await banOne(one!, early);
  await banOne(other!, late);
  await untilAll(house.services, early, 'token_revoked');
  await untilAll(house.services, late, 'token_revoked');
  await untilAll(house.services, valid, 'in');
  await expectRefused(banned);
});

it('ACCESS_TTL raised: the window before it, and then the life', async () => {
  // Too early for those who still have a token of the longer life; none of them is banned from here on.
  await restartAll({ REVOCATION_WINDOW: SHORT.window });
  await restartAll({ REVOCATION_WINDOW: LONG.window });
  const before = banned.length;
  await restartAll({ ACCESS_TTL: LONG.life });
  const [one, other] = house.sources;
  const holder = await signUp(other!.url);
  await banOne(one!, holder);
  await untilAll(house.services, holder, 'token_revoked');
  await expectRefused(banned.slice(before));
});
