import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ownMongo, type OwnMongo } from '../support/mongo';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, gauge, spawnAuth, untilStatus, type AuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

const AWAY = 'MongoDB cannot be used; trying again';
const BACK = 'MongoDB can be used again';
/** Two stacks and what stands around them. */
const MAX_LINE = 2_000;

let mongo: OwnMongo;
let auth: AuthProcess;

beforeAll(async () => {
  mongo = await ownMongo();
  auth = await spawnAuth({ MONGO_URI: mongo.uri });
});

afterAll(async () => {
  endSpawned();
  await mongo.remove();
});

const lines = () => auth.stdout().trim().split('\n');
const about = () => auth.messages().filter((message) => message.includes('MongoDB'));
const signIn = () =>
  auth.request().post('/api/users/signin').send({ email: newEmail(), password: PASSWORD }).expect(503);

it('a service that starts before MongoDB tells it once, and once that it came', async () => {
  await until('it is told', () => about().length > 0);
  for (let request = 0; request < 3; request++) await signIn();
  await mongo.start();
  await untilStatus(auth, '/readyz', 200);
  expect(about()).toEqual([AWAY, BACK]);
});

it('requests that fail meanwhile add no line of the cause', async () => {
  await mongo.stop();
  await until('the gauge is 0', async () => (await gauge(auth, 'latchkey_mongodb_up')) === 0);
  await until('it is told', () => about().length > 2);
  for (let request = 0; request < 5; request++) await signIn();
  await mongo.start();
  await until('it is told', () => about().length > 3);
  expect(about()).toEqual([AWAY, BACK, AWAY, BACK]);
  expect(auth.messages()).not.toContain('request failed');
});

it('no line holds what the driver knows of its servers', () => {
  expect(auth.stdout()).not.toContain('topologyVersion');
  expect(Math.max(...lines().map(({ length }) => length))).toBeLessThan(MAX_LINE);
});
