import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, expectRefused, NOBODY, person, startGate, type TestGate } from '../support/gate';

const POLICIES = `
staff: { role: staff }
guest: { optional: true }
signed-in: {}
`;

let gate: TestGate;
beforeAll(async () => {
  gate = await startGate(POLICIES);
});
afterAll(() => gate.stop());

describe('the path of a question', () => {
  const admin = () => bearer(person({ roles: ['staff'] }));

  it.each([
    '/staff?optional=true',
    '/staff?role=nobody',
    '/staff/../guest',
    '/staff/guest',
    '/staff/guest?policy=guest',
    '/staff//guest',
    '/staff/%2e%2e/guest',
    '/staff?/guest',
  ])('%s is of staff', async (path) => {
    expectRefused(await gate.ask(path), 401, 'token_missing');
    expect(await gate.ask(path, admin())).toMatchObject({ status: 200 });
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'])(
    'is judged for %s, too',
    async (method) => {
      expect(await gate.ask('/staff', {}, method)).toMatchObject({ status: 401, headers: NOBODY });
      expect(await gate.ask('/staff', admin(), method)).toMatchObject({ status: 200 });
    },
  );

  it.each([
    '/',
    '/unknown',
    '//staff',
    '/STAFF',
    '/%73taff',
    '/staff%2F',
    '/staff;x',
    '/staff\\guest',
    '/../staff',
    '/./staff',
    '/constructor',
    '/__proto__',
    '/?staff',
    'http://gate/staff',
    '*',
    `/${'a'.repeat(65)}`,
    `/${'a'.repeat(8000)}`,
  ])('%s is of no policy', async (path) => {
    expectRefused(await gate.ask(path, admin()), 403, 'policy_unknown');
  });

  it('has one warning a minute for an unknown name, and at most 100 names', async () => {
    const fresh = await startGate(POLICIES);
    for (let n = 0; n < 150; n++) await fresh.ask(`/name-${n}`);
    await fresh.ask('/name-1');
    expect(fresh.logged).toHaveLength(100);
    expect(fresh.logged[0]).toEqual({
      fields: { policy: 'name-0' },
      message: 'a proxy asks by a policy that POLICIES_FILE does not have',
    });
    fresh.stop();
  });
});

describe('a fault', () => {
  it('of a list that is too old closes the gate, also for guests', async () => {
    const fresh = await startGate(POLICIES);
    fresh.list.growsOld();
    for (const path of ['/signed-in', '/guest']) {
      const answer = await fresh.ask(path, bearer(person()));
      expectRefused(answer, 503, 'unavailable');
      expect(answer.headers['retry-after']).toBe('2');
    }
    expect(fresh.logged).toEqual([]);
    fresh.stop();
  });

  it('inside closes the gate, and is logged', async () => {
    const fresh = await startGate(POLICIES);
    fresh.list.revocations.isRevoked = () => {
      throw new TypeError('a fault of ours');
    };
    expectRefused(await fresh.ask('/guest', bearer(person())), 503, 'unavailable');
    expect(fresh.logged).toMatchObject([{ message: 'a request cannot be judged' }]);
    fresh.stop();
  });
});

describe('what is counted', () => {
  it('has no name that a client chose', async () => {
    const fresh = await startGate(POLICIES);
    await fresh.ask('/staff');
    await fresh.ask('/nothing');
    expect(fresh.counted).toEqual(['staff 401', '(unknown) 403']);
    fresh.stop();
  });
});
