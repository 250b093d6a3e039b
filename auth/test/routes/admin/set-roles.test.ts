import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { putRoles, signUpAdmin, withRoles } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { deviceOf, refreshDevice, send, signUpDevice, type Owner } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

describe('PUT /api/users/:id/roles', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsAnAdminAct(
    () => auth,
    async (device) => putRoles(auth, device, (await signUpDevice(auth)).id, ['one']),
  );

  it('asks who it is before it looks at what is asked for', async () => {
    const person = await signUpDevice(auth);
    expectProblem(await putRoles(auth, {}, person.id, 'admin'), 401, 'token_missing');
    expectProblem(await putRoles(auth, person, person.id, 'admin'), 403, 'forbidden');
  });

  it('replaces the roles', async () => {
    const person = await withRoles(auth, await signUpDevice(auth), 'one', 'two');
    const response = await putRoles(auth, admin, person.id, ['two', 'three']).expect(200);
    expect(response.body).toEqual({
      id: person.id,
      email: person.email,
      roles: ['two', 'three'],
      emailVerified: false,
      createdAt: expect.any(String),
    });
    expect(await userDocument(auth, person.email)).toMatchObject({ roles: ['two', 'three'], gen: 2 });
  });

  it('counts on the next request after one refresh, without signing in again', async () => {
    const person = await signUpDevice(auth);
    expectProblem(await send(auth, 'get', 'audit', person), 403, 'forbidden');
    await putRoles(auth, admin, person.id, ['admin']).expect(200);

    const response = await send(auth, 'get', 'currentuser', person).expect(200);
    expect(response.body).toEqual({ currentUser: null, reason: 'token_revoked' });
    const refreshed = await refreshDevice(auth, person).expect(200);
    expect(refreshed.body).toMatchObject({ roles: ['admin'] });
    expect(claimsOf(refreshed).roles).toEqual(['admin']);
    const device = deviceOf(refreshed);
    await send(auth, 'get', 'audit', device).expect(200);

    await putRoles(auth, admin, person.id, []).expect(200);
    expectProblem(await send(auth, 'get', 'audit', device), 401, 'token_revoked');
    expect((await refreshDevice(auth, device).expect(200)).body).toMatchObject({ roles: [] });
  });

  it('kills the token of a refresh that had read the old roles, and the next one has the new', async () => {
    const person = await withRoles(auth, await signUpDevice(auth), 'old');
    const held = holdNext(auth.services.stores.sessions, 'rotate');
    const refreshing = refreshDevice(auth, person).then((response) => response);
    await held.reached;
    await putRoles(auth, admin, person.id, ['new']).expect(200);
    held.letGo();

    const late = await refreshing;
    expect(claimsOf(late).roles).toEqual(['old']);
    expect((await send(auth, 'get', 'currentuser', deviceOf(late))).body).toEqual({
      currentUser: null,
      reason: 'token_revoked',
    });
    expect(claimsOf(await refreshDevice(auth, deviceOf(late)).expect(200)).roles).toEqual(['new']);
  });

  it.each([[['one', 'two']], [['two', 'one']], [['one', 'two', 'one']]])(
    'changes nothing when they are the same: %j',
    async (roles) => {
      const person = await withRoles(auth, await signUpDevice(auth), 'one', 'two');
      const before = await userDocument(auth, person.email);
      const response = await putRoles(auth, admin, person.id, roles).expect(200);
      expect(response.body).toMatchObject({ roles: ['one', 'two'] });
      expect(await userDocument(auth, person.email)).toEqual(before);
      await send(auth, 'get', 'sessions', person).expect(200);
    },
  );

  it('sets each role once', async () => {
    const { id } = await signUpDevice(auth);
    const response = await putRoles(auth, admin, id, ['one', 'two', 'one']).expect(200);
    expect(response.body).toMatchObject({ roles: ['one', 'two'] });
  });

  it('demotes an admin, also the one who asks, as long as there is another', async () => {
    const other = await signUpAdmin(auth);
    await putRoles(auth, other, other.id, ['guest']).expect(200);
    expectProblem(await putRoles(auth, other, other.id, ['admin']), 401, 'token_revoked');
    expect(await userDocument(auth, other.email)).not.toHaveProperty('leaving');
  });

  it('changes the other roles of an admin', async () => {
    const { id, email } = await signUpAdmin(auth);
    await putRoles(auth, admin, id, ['admin', 'more']).expect(200);
    expect(await userDocument(auth, email)).toMatchObject({ roles: ['admin', 'more'] });
  });

  it('ends with one of the sets when twenty come at once', async () => {
    const person = await signUpDevice(auth);
    const sets = Array.from({ length: 20 }, (_, n) => [`a${n}`, `b${n}`]);
    const answers = await Promise.all(sets.map((roles) => putRoles(auth, admin, person.id, roles)));
    expect(answers.map(({ status }) => status)).toEqual(sets.map(() => 200));
    const { roles, gen } = (await userDocument(auth, person.email))!;
    expect(sets).toContainEqual(roles);
    expect(gen).toBe(20);
    expect((await refreshDevice(auth, person).expect(200)).body).toMatchObject({ roles });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'admin'],
    ['an operator', { $set: ['admin'] }],
    ['an object that looks like a list', { 0: 'admin', length: 1 }],
    ['a list in a list', [['admin']]],
    ['an operator in a list', [{ $ne: 'x' }]],
    ['a number in a list', [7]],
    ['null in a list', [null]],
    ['a capital letter', ['Admin']],
    ['an empty role', ['']],
    ['a role of 65 characters', ['r'.repeat(65)]],
    ['33 roles', Array.from({ length: 33 }, (_, n) => `r${n}`)],
  ])('refuses %s', async (_what, roles) => {
    const person = await signUpDevice(auth);
    expectInvalid(await putRoles(auth, admin, person.id, roles), 'roles');
    await send(auth, 'get', 'sessions', person).expect(200);
  });

  it('refuses more than a token has room for, but takes roles from an account that has more', async () => {
    const person = await signUpDevice(auth);
    const many = Array.from({ length: 24 }, (_, n) => `${n}`.padStart(50, 'r'));
    expectProblem(await putRoles(auth, admin, person.id, many), 400, 'token_too_large');
    await send(auth, 'get', 'sessions', person).expect(200);
    await changeUser(auth, person.email, { roles: many });
    await putRoles(auth, admin, person.id, many.slice(1)).expect(200);
  });

  it('answers 404 to the id of nobody', async () => {
    expectProblem(await putRoles(auth, admin, 'a'.repeat(24), []), 404, 'not_found');
    expectProblem(await putRoles(auth, admin, 'nobody', []), 404, 'not_found');
  });

  it('is not for a page of another origin', async () => {
    const { id } = await signUpDevice(auth);
    const response = await putRoles(auth, admin, id, ['one']).set('Origin', 'https://evil.example');
    expectProblem(response, 403, 'cross_origin');
  });
});
