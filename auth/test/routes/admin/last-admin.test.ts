import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { onlyAdmins, putBan, putRoles, signUpAdmin, withRoles } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setRolesNow } from '../../support/change-account';
import { MINUTE, restartClock, SECOND, stopClock } from '../../support/clock';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { gather, holdNext } from '../../support/hold';
import { expectProblem } from '../../support/problems';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});
afterEach(restartClock);
afterAll(() => auth.stop());

/** What takes an admin away, asked by another one; only they themselves can delete their account. */
const ways: Record<string, (by: Owner, target: Owner) => Test> = {
  ban: (by, target) => putBan(auth, by, target.id),
  demote: (by, target) => putRoles(auth, by, target.id, ['guest']),
  delete: (_by, target) => send(auth, 'delete', 'me', target).send({ password: target.password }),
};
const pairs = Object.keys(ways).flatMap((one) => Object.keys(ways).map((other) => [one, other] as const));

/** So many new admins, and no others. */
async function admins(count: number): Promise<Owner[]> {
  const people = await Promise.all(Array.from({ length: count }, () => signUpAdmin(auth)));
  await onlyAdmins(auth, ...people);
  return people;
}

/** The ids of those who are admins, and not banned. */
async function remaining(): Promise<string[]> {
  const users = auth.connection.collection('users');
  const found = await users.find({ roles: 'admin', ban: null }).toArray();
  expect(found.filter(({ leaving }) => leaving)).toEqual([]);
  return found.map(({ _id }) => String(_id));
}

/** Sends requests whose tokens were all good, and which all found an admin to take away, before one of them goes on. */
async function atOnce(requests: (() => Test)[]): Promise<string[]> {
  gather(auth.services.stores.accounts.marks, 'removeOlder', requests.length);
  const answers = await Promise.all(requests.map((request) => request()));
  return answers
    .map(({ status, body }) => `${status} ${(body as { code?: string }).code ?? ''}`.trim())
    .sort();
}

describe('the last admin', () => {
  it.each(Object.keys(ways))('cannot be taken away: %s', async (way) => {
    const [last] = await admins(1);
    await signUpDevice(auth);
    const before = await userDocument(auth, last!.email);
    expectProblem(await ways[way]!(last!, last!), 409, 'last_admin');
    expect(await userDocument(auth, last!.email)).toEqual(before);
    await send(auth, 'get', '', last!).expect(200);
  });

  it.each(Object.keys(ways))('can be once there is another: %s', async (way) => {
    const [one, other] = await admins(2);
    await ways[way]!(other!, one!).expect(200);
    expect(await remaining()).toEqual([other!.id]);
    expectProblem(await ways[way]!(other!, other!), 409, 'last_admin');
  });

  it('can have other roles given and taken', async () => {
    const [last] = await admins(1);
    await putRoles(auth, last!, last!.id, ['admin', 'more']).expect(200);
    expect(await remaining()).toEqual([last!.id]);
  });

  it('is one though others are, who are banned', async () => {
    const [one, other] = await admins(2);
    await putBan(auth, one!, other!.id, { until: new Date(Date.now() + MINUTE).toISOString() }).expect(200);
    expectProblem(await putRoles(auth, one!, one!.id, []), 409, 'last_admin');
    stopClock().pass(MINUTE);
    await putRoles(auth, one!, one!.id, []).expect(200);
  });

  it('protects a banned admin, too, whose ban may end', async () => {
    const [one, other] = await admins(2);
    await putBan(auth, one!, other!.id).expect(200);
    await changeUser(auth, one!.email, { roles: [] });
    const demoted = setRolesNow(auth, other!.id, []);
    await expect(demoted).rejects.toMatchObject({ code: 'last_admin', statusCode: 409 });
  });
});

describe('two admins who take each other away at once', () => {
  it.each(pairs)('leave one: %s and %s', async (one, other) => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = await admins(2);
      const answers = await atOnce([() => ways[one]!(a!, b!), () => ways[other]!(b!, a!)]);
      expect(answers).toEqual(['200', '409 last_admin']);
      expect(await remaining()).toHaveLength(1);
    }
  });

  it('leave one though each asks ten times', async () => {
    const [a, b] = await admins(2);
    const requests = Array.from({ length: 10 }, () => [() => ways.ban!(a!, b!), () => ways.ban!(b!, a!)]);
    const answers = await atOnce(requests.flat());
    expect(new Set(answers)).toEqual(new Set(['200', '409 last_admin']));
    expect(await remaining()).toHaveLength(1);
  });
});

describe('many admins who take each other away at once', () => {
  it('leave one, in a ring of ten', async () => {
    const ring = await admins(10);
    const answers = await atOnce(ring.map((by, n) => () => ways.demote!(by, ring[(n + 1) % ring.length]!)));
    expect(answers).toEqual([...Array.from({ length: 9 }, () => '200'), '409 last_admin']);
    expect(await remaining()).toHaveLength(1);
  });

  it('leave one when all delete their accounts', async () => {
    const all = await admins(8);
    const answers = await atOnce(all.map((each) => () => ways.delete!(each, each)));
    expect(answers).toEqual([...Array.from({ length: 7 }, () => '200'), '409 last_admin']);
    expect(await remaining()).toHaveLength(1);
  });
});

describe('somebody who is slow', () => {
  it('does not take the last one away when their mark has been removed meanwhile', async () => {
    const [a, b] = await admins(2);
    const clock = stopClock();
    const held = holdNext(auth.services.stores.accounts, 'change');
    const slow = ways.demote!(a!, b!).then((response) => response);
    await held.reached;
    expect(await userDocument(auth, b!.email)).toHaveProperty('leaving');

    clock.pass(30 * SECOND + 1);
    await ways.demote!(b!, a!).expect(200);
    held.letGo();
    expectProblem(await slow, 409, 'last_admin');
    expect(await remaining()).toEqual([b!.id]);
  });

  it('does not take away somebody who was made the last one meanwhile', async () => {
    const [a] = await admins(1);
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.accounts, 'change');
    const slow = ways.ban!(a!, person).then((response) => response);
    await held.reached;

    await withRoles(auth, person, 'admin');
    await ways.demote!(a!, a!).expect(200);
    held.letGo();
    expectProblem(await slow, 409, 'last_admin');
    expect(await remaining()).toEqual([person.id]);
  });
});

describe('a mark that a crash left', () => {
  it('keeps others from going for half a minute, and then is removed', async () => {
    const [a, b] = await admins(2);
    const clock = stopClock();
    await changeUser(auth, b!.email, { leaving: { token: 'of a crash', at: new Date() } });
    expectProblem(await ways.demote!(a!, a!), 503, 'unavailable');
    expectProblem(await ways.demote!(a!, b!), 503, 'unavailable');
    expect(await userDocument(auth, a!.email)).not.toHaveProperty('leaving');

    clock.pass(30 * SECOND + 1);
    await ways.demote!(a!, a!).expect(200);
    expect(await remaining()).toEqual([b!.id]);
  });
});
