import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, HOUR, restartClock, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { expectProblem } from '../../support/problems';

const [OLD, NEW, OTHER] = ['old', 'new', 'other'].map((name) => `${name}-key-`.repeat(8)) as [
  string,
  string,
  string,
];

describe('POST /api/users/refresh on another replica', () => {
  const running: TestAuth[] = [];

  /** Replicas on one database, each with its own environment. */
  async function replicas(...environments: NodeJS.ProcessEnv[]): Promise<TestAuth[]> {
    const MONGO_URI = databaseUri();
    for (const env of environments) running.push(await startAuth({ MONGO_URI, ...env }));
    return running;
  }

  afterEach(async () => {
    restartClock();
    for (const auth of running.splice(0)) await auth.stop();
  });

  it('gives one successor for parallel refreshes over all of them', async () => {
    const all = await replicas({}, {}, {});
    const device = await signUpDevice(all[0]!);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => refreshDevice(all[n % 3]!, device)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(new Set(answers.map((answer) => deviceOf(answer).refresh)).size).toBe(1);
  });

  it('logs nobody out while the key is rotated: old,new, then new,old, then new', async () => {
    const clock = stopClock();
    const keys = [`${OLD}, ${NEW}`, `${NEW},${OLD}`, NEW];
    const [first, second, third] = await replicas(...keys.map((JWT_KEY) => ({ JWT_KEY })));
    const [always, away] = [await signUpDevice(first!), await signUpDevice(first!)];

    // During a roll-out some replicas are ahead; each knows what the other signs.
    expect((await send(second!, 'get', 'currentuser', always)).body).toHaveProperty(
      'currentUser.id',
      always.id,
    );
    const renewed = deviceOf(await refreshDevice(second!, always).expect(200));
    expect((await send(first!, 'get', 'currentuser', renewed)).body).toHaveProperty(
      'currentUser.id',
      always.id,
    );
    clock.pass(HOUR);
    await refreshDevice(third!, renewed).expect(200);

    // Who was away has an expired token of a key that is gone.
    clock.pass(DAY);
    expect((await send(third!, 'get', 'currentuser', away)).body).toEqual({
      currentUser: null,
      reason: 'token_expired',
    });
    const back = deviceOf(await refreshDevice(third!, away).expect(200));
    expect((await send(third!, 'get', 'currentuser', back)).body).toHaveProperty('currentUser.id', away.id);
  });

  it('does not take a token of an unknown key that has not expired: no such key was ever in the ring', async () => {
    const clock = stopClock();
    const [ours, others, elsewhere] = await replicas(
      { JWT_KEY: NEW },
      { JWT_KEY: OTHER },
      { JWT_KEY: OTHER, ISSUER: 'elsewhere' },
    );
    const owner = await signUpDevice(ours!);
    const foreign = await signInDevice(others!, owner);
    expectProblem(await refreshDevice(ours!, foreign), 401, 'session_expired');
    // Nor an expired one of another issuer.
    const stranger = await signInDevice(elsewhere!, owner);
    clock.pass(HOUR);
    expectProblem(await refreshDevice(ours!, stranger), 401, 'session_expired');
    await refreshDevice(ours!, foreign).expect(200);
  });

  it('lets an expired token of a retired key do nothing without the refresh token', async () => {
    const clock = stopClock();
    const [before, after] = await replicas({ JWT_KEY: OLD }, { JWT_KEY: NEW });
    const { session } = await signUpDevice(before!);
    clock.pass(HOUR);
    expectProblem(await refreshDevice(after!, { session }), 401, 'session_expired');
    expectProblem(await send(after!, 'get', 'sessions', { session }), 401, 'token_expired');
  });

  it.each(['signout', 'signin'] as const)('lets %s end a session whose key is retired', async (route) => {
    const clock = stopClock();
    const [before, after] = await replicas({ JWT_KEY: OLD }, { JWT_KEY: NEW });
    const owner = await signUpDevice(before!);
    const { email, password, session } = owner;
    clock.pass(HOUR);
    // Not without the refresh token: anyone can write such an access token.
    await send(after!, 'post', route, { session }).send({ email, password }).expect(200);
    await refreshDevice(after!, owner).expect(200);
    await send(after!, 'post', route, owner).send({ email, password }).expect(200);
    expectProblem(await refreshDevice(after!, owner), 401, 'session_revoked');
  });
});
