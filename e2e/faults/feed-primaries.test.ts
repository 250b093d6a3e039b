import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { mongo } from 'mongoose';
import { moveTo, startFeedHouse, type FeedHouse } from '../support/feed-house';
import { readStream } from '../support/feed-reader';
import { ban, expectOk, signUp, type Person } from '../support/people';
import { watchPromise, type PromiseWatch } from '../support/promise';
import { untilAll } from '../support/services';
import { until } from '../support/until';

jest.setTimeout(600_000);

const TIMES = process.env.FULL ? 20 : 2;
const BEHIND_MS = 40_000;

let house: FeedHouse;
let watch: PromiseWatch;
let client: mongo.MongoClient;

beforeAll(async () => {
  house = await startFeedHouse({ sources: 2, services: 2 });
  moveTo(house.sources[1]!, house.services[1]!);
  watch = watchPromise(house.services);
  client = await mongo.MongoClient.connect(house.database.uri);
});
afterAll(async () => {
  await client?.close();
  await watch?.stop();
  await house?.stop();
});
afterEach(() => expect(watch.broken()).toEqual([]));

const auth = () => client.db('auth');

async function newcomer(): Promise<Person> {
  const person = await signUp(house.sources[0]!.url);
  await untilAll(house.services, person, 'in');
  return person;
}

async function banNow(person: Person): Promise<void> {
  expectOk(await ban(house.sources[0]!.url, house.admin, person));
  watch.banned(person);
}

/** Bans as a replica does whose primary has a clock that is so many ms behind. */
async function banBehind({ id }: Person, behind: number): Promise<void> {
  const { modifiedCount } = await auth()
    .collection('users')
    .updateOne(
      { _id: new mongo.ObjectId(id) },
      {
        $set: { ban: { reason: 'a fault test' }, revokedAt: new Date(Date.now() - behind) },
        $inc: { gen: 1, sessionGen: 1 },
      },
    );
  expect(modifiedCount).toBe(1);
}

/** What services have that come back from a cut, each to the replica that it did not follow. */
function comeBackElsewhere(): void {
  const [one, other] = house.services;
  moveTo(house.sources[1]!, one!);
  moveTo(house.sources[0]!, other!);
}

it('a primary that takes over with its clock 40 s behind hides no ban', async () => {
  for (let time = 0; time < TIMES; time++) {
    const [live, away, valid] = [await newcomer(), await newcomer(), await newcomer()];
    house.primary.elect(-BEHIND_MS * (time + 1));
    await banBehind(live, BEHIND_MS * (time + 1));
    watch.banned(live);
    await watch.kept();

    for (const { hop } of house.services) hop.cut();
    house.primary.elect(-BEHIND_MS * (time + 2));
    await banBehind(away, BEHIND_MS * (time + 2));
    watch.banned(away);
    comeBackElsewhere();
    await watch.kept();
    await untilAll(house.services, valid, 'in');
  }
});

it('positions in the future are no positions: the same election, with its clock set back', async () => {
  house.primary.elect();
  const [banned, valid] = [await newcomer(), await newcomer()];
  const [source] = house.sources;
  const { position } = await until(
    () => 'the election is noticed',
    () => readStream(source!),
    ({ position: told }) => Number(told?.split('.')[1]) > Date.now() - BEHIND_MS,
  );
  for (const { hop } of house.services) hop.cut();
  house.primary.setAhead(-5 * 60_000);
  await banBehind(banned, 5 * 60_000);
  watch.banned(banned);
  await until(
    () => 'it is noticed',
    () => readStream(source!, position),
    ({ status }) => status === 409,
  );
  comeBackElsewhere();
  await watch.kept();
  await untilAll(house.services, valid, 'in');
});

it('a database that is restored makes nobody forget, and bans after it count', async () => {
  house.primary.elect();
  const [before, lost, after, valid] = [
    await newcomer(),
    await newcomer(),
    await newcomer(),
    await newcomer(),
  ];
  await banNow(before);
  const backup = await Promise.all(
    ['users', 'sessions'].map(async (name) => ({
      name,
      documents: await auth().collection(name).find().toArray(),
    })),
  );
  await banNow(lost);
  await watch.kept();

  for (const { hop } of house.services) hop.cut();
  for (const { toDatabase } of house.sources) toDatabase.cut();
  for (const { name, documents } of backup) {
    await auth().collection(name).deleteMany({});
    await auth().collection(name).insertMany(documents);
  }
  house.primary.elect();
  for (const { toDatabase } of house.sources) toDatabase.mend();
  comeBackElsewhere();
  await until(
    () => 'bans are answered again',
    () => ban(house.sources[0]!.url, house.admin, after),
    ({ status }) => status === 200,
  );
  watch.banned(after);
  await watch.kept();
  await untilAll(house.services, valid, 'in');
});
