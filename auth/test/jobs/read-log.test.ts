import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAuth } from '../support/auth-service';
import { send, signUpDevice } from '../support/devices';
import { collectLogs } from '../support/logs';
import { ownMongo, type OwnMongo } from '../support/mongo';
import { held, startReplica } from '../support/replica';
import { until } from '../support/until';

describe('MongoDB is away for a while', () => {
  let mongo: OwnMongo;
  let auth: TestAuth;
  const logs = collectLogs();
  beforeAll(async () => {
    mongo = await ownMongo();
    await mongo.start();
    auth = await startReplica({ MONGO_URI: mongo.uri }, logs);
  });
  afterAll(async () => {
    await auth.stop();
    await mongo.remove();
  });

  it.each([
    ['stopped', () => mongo.stop(), () => mongo.start()],
    ['frozen', () => Promise.resolve(mongo.freeze()), () => Promise.resolve(mongo.thaw())],
  ])('as-of stands still while it is %s, and goes on afterwards by itself', async (_how, leave, comeBack) => {
    const { revocations } = auth.services;
    const owner = await signUpDevice(auth);
    await send(auth, 'delete', 'sessions', owner).expect(200);
    const warned = logs.lines.length;
    await leave();
    await until('it is told', () => logs.lines.length > warned);
    const stood = revocations.asOf();
    await sleep(2_000);
    expect(revocations.asOf()).toBe(stood);
    // What is known is known without MongoDB.
    expect(held(auth)).toContain(`user.${owner.id}.1`);

    await comeBack();
    await until('it is read again', () => revocations.asOf() > stood + 2_000);
    expect(logs.lines.slice(warned)).toEqual([
      expect.objectContaining({ msg: 'MongoDB cannot be used; trying again' }),
      expect.objectContaining({ msg: 'MongoDB can be used again' }),
    ]);
    const next = await signUpDevice(auth);
    await auth.connection
      .collection('users')
      .updateOne({ email: next.email }, { $inc: { gen: 1 }, $currentDate: { revokedAt: true } });
    await until('what others write is held', () => held(auth).includes(`user.${next.id}.1`));
  });
});

describe('a MongoDB whose clock is far behind has taken over', () => {
  let auth: TestAuth;
  beforeAll(async () => {
    auth = await startReplica({});
  });
  afterAll(() => auth.stop());

  it('what it stamped is held within a minute', async () => {
    const [late, early] = [await signUpDevice(auth), await signUpDevice(auth)];
    const revoke = (email: string, revokedAt: Date) =>
      auth.connection.collection('users').updateOne({ email }, { $inc: { gen: 1 }, $set: { revokedAt } });
    await revoke(late.email, new Date());
    await until('the reading is up to now', () => held(auth).includes(`user.${late.id}.1`));
    await revoke(early.email, new Date(Date.now() - 5 * 60_000));
    await until('it is held', () => held(auth).includes(`user.${early.id}.1`), 75_000);
  }, 90_000);
});
