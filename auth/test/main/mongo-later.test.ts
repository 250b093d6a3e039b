import { afterEach, expect, it } from '@jest/globals';
import { ownMongo } from '../support/mongo';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, gauge, spawnAuth, untilStatus } from '../support/spawn-auth';

afterEach(endSpawned);

it('a service that starts before MongoDB is alive, and becomes ready when MongoDB comes', async () => {
  const mongo = await ownMongo();
  const auth = await spawnAuth({ MONGO_URI: mongo.uri });
  await untilStatus(auth, '/healthz', 200);
  await auth.internal().get('/readyz').expect(503);
  expect(await gauge(auth, 'latchkey_mongodb_up')).toBe(0);

  await mongo.start();
  await untilStatus(auth, '/readyz', 200);
  expect(await gauge(auth, 'latchkey_mongodb_up')).toBe(1);
  await auth.request().post('/api/users/signup').send({ email: newEmail(), password: PASSWORD }).expect(201);
  await mongo.remove();
});
