import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putBan, signUpAdmin, withRoles, type User } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { send, signUpDevice, type Owner } from '../../support/devices';
import { expectInvalid } from '../../support/problems';

interface Page {
  readonly users: User[];
  readonly next?: string;
}

describe('GET /api/users?role= and ?banned=', () => {
  let auth: TestAuth;
  let admin: Owner;
  let clerk: Owner;
  let banned: Owner;
  let bannedClerk: Owner;

  const ask = (query: string) => send(auth, 'get', `?${query}`, admin);
  const list = async (query: string) => (await ask(query).expect(200)).body as Page;
  const found = async (query: string) => (await list(query)).users.map(({ id }) => id);

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
    clerk = await withRoles(auth, await signUpDevice(auth), 'clerk', 'clerk:night');
    banned = await signUpDevice(auth);
    bannedClerk = await withRoles(auth, await signUpDevice(auth), 'clerk');
    for (const { id } of [banned, bannedClerk]) await putBan(auth, admin, id, { reason: 'spam' }).expect(200);
  });
  afterAll(() => auth.stop());

  it('finds who has exactly this role, beside others or alone', async () => {
    expect(await found('role=clerk')).toEqual([clerk.id, bannedClerk.id]);
    expect(await found('role=clerk:night')).toEqual([clerk.id]);
    expect(await found('role=cler')).toEqual([]);
  });

  it('finds who is banned', async () => {
    expect(await found('banned=true')).toEqual([banned.id, bannedClerk.id]);
  });

  it('finds who fits all that is given', async () => {
    expect(await found('role=clerk&banned=true')).toEqual([bannedClerk.id]);
    expect(await found(`banned=true&email=${encodeURIComponent(banned.email)}`)).toEqual([banned.id]);
    expect(await found(`role=clerk&email=${encodeURIComponent(banned.email)}`)).toEqual([]);
    const all = `role=clerk&banned=true&email=${encodeURIComponent(bannedClerk.email)}`;
    expect(await found(all)).toEqual([bannedClerk.id]);
  });

  it('gives what it finds in pages', async () => {
    const first = await list('role=clerk&limit=1');
    expect(first).toMatchObject({ users: [{ id: clerk.id }], next: clerk.id });
    expect(await list(`role=clerk&limit=1&after=${first.next}`)).toEqual({
      users: [expect.objectContaining({ id: bannedClerk.id })],
    });
    expect(await found(`banned=true&after=${banned.id}`)).toEqual([bannedClerk.id]);
  });

  it('finds nobody whose ban is over', async () => {
    const clock = stopClock();
    try {
      const person = await signUpDevice(auth);
      const until = new Date(Date.now() + MINUTE).toISOString();
      await putBan(auth, admin, person.id, { until }).expect(200);
      expect(await found('banned=true')).toContain(person.id);
      clock.pass(MINUTE);
      expect(await found('banned=true')).not.toContain(person.id);
    } finally {
      restartClock();
    }
  });

  it.each([
    ['role=', 'role'],
    ['role=Clerk', 'role'],
    [`role=${'a'.repeat(65)}`, 'role'],
    ['role=a&role=b', 'role'],
    ['role=a%00', 'role'],
    ['banned=', 'banned'],
    ['banned=false', 'banned'],
    ['banned=TRUE', 'banned'],
    ['banned=1', 'banned'],
    ['banned=true&banned=true', 'banned'],
  ])('refuses ?%s', async (query, field) => {
    expectInvalid(await ask(query), field);
  });
});
