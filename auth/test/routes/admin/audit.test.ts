import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsForAdminsOnly } from '../../support/admin-only';
import { deleteBan, onlyAdmins, putBan, putClaims, putRoles, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { restartClock, stopClock } from '../../support/clock';
import { send, signInDevice, signUpDevice, type Device, type Owner } from '../../support/devices';
import { collectLogs } from '../../support/logs';
import { expectInvalid, expectProblem } from '../../support/problems';

interface Entry {
  readonly id: string;
  readonly outcome: string;
  readonly [field: string]: unknown;
}

interface Trail {
  readonly entries: Entry[];
  readonly next?: string;
}

describe('GET /api/users/audit', () => {
  const logs = collectLogs();
  let auth: TestAuth;
  let admin: Owner;
  const ask = (query: string, device: Partial<Device> = admin) => send(auth, 'get', `audit${query}`, device);

  async function trail(query: Record<string, string> = {}): Promise<Trail> {
    return (await ask(`?${new URLSearchParams(query).toString()}`).expect(200)).body as Trail;
  }

  beforeAll(async () => {
    auth = await startAuth({}, logs.stream);
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsForAdminsOnly(
    () => auth,
    (device) => ask('', device),
  );

  it('tells who did what to whom, when and from where, the newest first', async () => {
    const clock = stopClock();
    try {
      const { id } = await signUpDevice(auth);
      const until = new Date(Date.now() + 60_000).toISOString();
      const at = [0, 1, 2].map((n) => new Date(Date.now() + n * 1000).toISOString());
      await putBan(auth, admin, id, { reason: 'spam', until })
        .set('X-Forwarded-For', '203.0.113.7')
        .expect(200);
      clock.pass(1000);
      await deleteBan(auth, admin, id).expect(200);
      clock.pass(1000);
      await putRoles(auth, admin, id, ['one']).expect(200);
      const same = { id: expect.any(String), actor: admin.id, target: id, outcome: 'done' };
      expect(await trail({ user: id })).toEqual({
        entries: [
          { ...same, at: at[2], action: 'set_roles', details: { roles: ['one'] }, from: '127.0.0.1' },
          { ...same, at: at[1], action: 'unban', details: {}, from: '127.0.0.1' },
          { ...same, at: at[0], action: 'ban', details: { reason: 'spam', until }, from: '203.0.113.7' },
        ],
      });
    } finally {
      restartClock();
    }
  });

  it('has nothing of people who delete their accounts, so nobody can fill it', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expect((await trail({ user: person.id })).entries).toEqual([]);
    const stored = { account: person.id, type: 'account_deleted', class: 'account' };
    expect(await auth.connection.collection('events').countDocuments(stored)).toBe(1);
  });

  it('tells of an admin who deletes their account and from where, and nothing of their email', async () => {
    const person = await signUpAdmin(auth);
    await send(auth, 'delete', 'me', person)
      .set({ 'X-Forwarded-For': '203.0.113.7', 'User-Agent': 'canary' })
      .send({ password: person.password })
      .expect(200);
    const { entries } = await trail({ user: person.id });
    expect(entries).toEqual([
      expect.objectContaining({
        actor: person.id,
        target: person.id,
        action: 'delete_account',
        details: {},
        from: '203.0.113.7',
        outcome: 'done',
      }),
    ]);
    const stored = await auth.connection.collection('events').find({ account: person.id }).toArray();
    for (const left of ['canary', person.email]) expect(JSON.stringify(stored)).not.toContain(left);
  });

  it('keeps that a person was banned who deletes their account, but not what for', async () => {
    const person = await signUpDevice(auth);
    await putClaims(auth, admin, person.id, { tenant: 'acme' }).expect(200);
    await putBan(auth, admin, person.id, { reason: 'spam' }).expect(200);
    await deleteBan(auth, admin, person.id).expect(200);
    const device = await signInDevice(auth, person);
    await send(auth, 'delete', 'me', device).send({ password: person.password }).expect(200);
    const { entries } = await trail({ user: person.id });
    expect(entries.map(({ action, details }) => [action, details])).toEqual([
      ['unban', {}],
      ['ban', {}],
      ['set_claims', {}],
    ]);
  });

  it('has nothing of a request that changes nothing', async () => {
    const { id } = await signUpDevice(auth);
    await putRoles(auth, admin, id, []).expect(200);
    expect((await trail({ user: id })).entries).toEqual([]);
  });

  it('tells what was refused, and why', async () => {
    const last = await signUpAdmin(auth);
    await onlyAdmins(auth, last);
    expectProblem(await putBan(auth, last, last.id), 409, 'last_admin');
    expectProblem(await putRoles(auth, last, last.id, []), 409, 'last_admin');
    const proof = { password: last.password };
    expectProblem(await send(auth, 'delete', 'me', last).send(proof), 409, 'last_admin');
    const mine = await ask(`?user=${last.id}`, last).expect(200);
    expect((mine.body as Trail).entries).toEqual([
      expect.objectContaining({ action: 'delete_account', outcome: 'refused', code: 'last_admin' }),
      expect.objectContaining({ action: 'set_roles', outcome: 'refused', code: 'last_admin' }),
      expect.objectContaining({ action: 'ban', outcome: 'refused', code: 'last_admin' }),
    ]);
    admin = last;
  });

  it('holds nothing of what was not understood, or asked by somebody who may not', async () => {
    const { id, ...person } = await signUpDevice(auth);
    await putRoles(auth, admin, id, 'no list').expect(400);
    await putBan(auth, person, id).expect(403);
    await putBan(auth, {}, id).expect(401);
    await send(auth, 'delete', 'me', person).send({ password: 'wrong' }).expect(400);
    await putBan(auth, admin, 'a'.repeat(24)).expect(404);
    expect((await trail({ user: id })).entries).toEqual([]);
    expect((await trail({ user: 'a'.repeat(24) })).entries).toEqual([]);
  });

  it('finds what a user did as well as what was done to them', async () => {
    const [other, person] = [await signUpAdmin(auth), await signUpDevice(auth)];
    await putBan(auth, other, person.id).expect(200);
    await putRoles(auth, admin, other.id, []).expect(200);
    const { entries } = await trail({ user: other.id });
    expect(entries.map(({ actor, action, target }) => [actor, action, target])).toEqual([
      [admin.id, 'set_roles', other.id],
      [other.id, 'ban', person.id],
    ]);
  });

  it('gives pages, each of which begins where the one before ended', async () => {
    const { id } = await signUpDevice(auth);
    for (let n = 0; n < 5; n++) await putRoles(auth, admin, id, [`role-${n}`]).expect(200);
    const all = await trail({ user: id });
    expect(all).not.toHaveProperty('next');
    const first = await trail({ user: id, limit: '2' });
    const second = await trail({ user: id, limit: '2', after: first.next! });
    const third = await trail({ user: id, limit: '2', after: second.next! });
    expect([first, second, third].map(({ entries }) => entries.length)).toEqual([2, 2, 1]);
    expect([...first.entries, ...second.entries, ...third.entries]).toEqual(all.entries);
    expect(third).not.toHaveProperty('next');
    expect(all.entries.map(({ details }) => details)).toEqual(
      [4, 3, 2, 1, 0].map((n) => ({ roles: [`role-${n}`] })),
    );
  });

  it.each<[string, string]>([
    ['user=nobody', 'user'],
    ['user=', 'user'],
    [`user=${'a'.repeat(24)}&user=${'b'.repeat(24)}`, 'user'],
    ['after=x', 'after'],
    ['limit=1000', 'limit'],
    ['limit=x', 'limit'],
  ])('refuses ?%s', async (query, field) => {
    expectInvalid(await ask(`?${query}`), field);
  });

  it.each(['user[$ne]=x', 'after[$lt]=x', 'outcome[$ne]=done'])('ignores ?%s', async (query) => {
    expect((await ask(`?${query}`).expect(200)).body).toEqual(await trail());
  });
});
