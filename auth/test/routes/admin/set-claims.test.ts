import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { putClaims, putRoles, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { deviceOf, refreshDevice, send, signInDevice, signUpDevice, type Owner } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

const CLAIMS = {
  tenant: 'acme',
  seats: 5,
  trial: false,
  boss: null,
  limits: { per: ['day', 1.5], none: {} },
};

describe('PUT /api/users/:id/claims', () => {
  let auth: TestAuth;
  let admin: Owner;

  beforeAll(async () => {
    auth = await startAuth({ INTERNAL_TOKEN: 'only-for-tests-only-for-tests-only' });
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  itIsAnAdminAct(
    () => auth,
    async (device) => putClaims(auth, device, (await signUpDevice(auth)).id, CLAIMS),
  );

  /** A person with claims, and a device whose token carries them. */
  async function withClaims(claims: object = CLAIMS): Promise<Owner> {
    const person = await signUpDevice(auth);
    await putClaims(auth, admin, person.id, claims).expect(200);
    return { ...person, ...deviceOf(await refreshDevice(auth, person).expect(200)) };
  }

  it('asks who it is before it looks at what is asked for', async () => {
    const person = await signUpDevice(auth);
    expectProblem(await putClaims(auth, {}, person.id, 7), 401, 'token_missing');
    expectProblem(await putClaims(auth, person, person.id, 7), 403, 'forbidden');
  });

  it('sets them, and shows them to admins', async () => {
    const { id, email } = await signUpDevice(auth);
    const response = await putClaims(auth, admin, id, CLAIMS).expect(200);
    const user = {
      id,
      email,
      roles: [],
      claims: CLAIMS,
      emailVerified: false,
      createdAt: expect.any(String),
    };
    expect(response.body).toEqual(user);
    expect((await send(auth, 'get', id, admin).expect(200)).body).toEqual(user);
    expect((await send(auth, 'get', `?email=${email}`, admin).expect(200)).body).toEqual({ users: [user] });
    expect(await userDocument(auth, email)).toMatchObject({ claims: CLAIMS, gen: 1, sessionGen: 0 });
  });

  it('counts on the next request after one refresh, without signing in again', async () => {
    const person = await signUpDevice(auth);
    await putClaims(auth, admin, person.id, CLAIMS).expect(200);
    expect((await send(auth, 'get', 'currentuser', person).expect(200)).body).toEqual({
      currentUser: null,
      reason: 'token_revoked',
    });
    const refreshed = await refreshDevice(auth, person).expect(200);
    const ada = { id: person.id, email: person.email, roles: [], claims: CLAIMS, emailVerified: false };
    expect(refreshed.body).toEqual(ada);
    expect(claimsOf(refreshed).claims).toEqual(CLAIMS);
    const now = await send(auth, 'get', 'currentuser', deviceOf(refreshed)).expect(200);
    expect(now.body).toEqual({ currentUser: ada });
    const again = await auth.request().post('/api/users/signin').send(person).expect(200);
    expect([again.body, claimsOf(again).claims]).toEqual([ada, CLAIMS]);
  });

  it('replaces all of them, and {} removes them: then there is no such claim', async () => {
    const person = await withClaims();
    await putClaims(auth, admin, person.id, { plan: 'pro' }).expect(200);
    const second = await refreshDevice(auth, person).expect(200);
    expect(claimsOf(second).claims).toEqual({ plan: 'pro' });

    const response = await putClaims(auth, admin, person.id, {}).expect(200);
    expect(response.body).not.toHaveProperty('claims');
    expect(await userDocument(auth, person.email)).not.toHaveProperty('claims');
    const third = await refreshDevice(auth, deviceOf(second)).expect(200);
    expect(claimsOf(third)).not.toHaveProperty('claims');
    expect(third.body).not.toHaveProperty('claims');
  });

  it('changes nothing when they are the same, in any order', async () => {
    const person = await withClaims({ a: 1, b: { c: 2, d: 3 } });
    const before = await userDocument(auth, person.email);
    await putClaims(auth, admin, person.id, { b: { d: 3, c: 2 }, a: 1 }).expect(200);
    expect(await userDocument(auth, person.email)).toEqual(before);
    await send(auth, 'get', 'sessions', person).expect(200);
    const nobody = await signUpDevice(auth);
    await putClaims(auth, admin, nobody.id, {}).expect(200);
    await send(auth, 'get', 'sessions', nobody).expect(200);
  });

  it('kills the token of a refresh that had read the old ones', async () => {
    const person = await withClaims({ plan: 'old' });
    const held = holdNext(auth.services.stores.sessions, 'rotate');
    const refreshing = refreshDevice(auth, person).then((response) => response);
    await held.reached;
    await putClaims(auth, admin, person.id, { plan: 'new' }).expect(200);
    held.letGo();
    const late = await refreshing;
    expect(claimsOf(late).claims).toEqual({ plan: 'old' });
    expectProblem(await send(auth, 'get', 'sessions', deviceOf(late)), 401, 'token_revoked');
    expect(claimsOf(await refreshDevice(auth, deviceOf(late)).expect(200)).claims).toEqual({ plan: 'new' });
  });

  it('ends with one of them when twenty come at once, beside as many roles', async () => {
    const person = await signUpDevice(auth);
    const all = Array.from({ length: 20 }, (_, n) => ({ a: n, b: `${n}` }));
    const answers = await Promise.all(
      all.map((claims, n) =>
        n % 2 ? putRoles(auth, admin, person.id, [`r${n}`]) : putClaims(auth, admin, person.id, claims),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 200));
    const { claims, roles, gen } = (await userDocument(auth, person.email))!;
    expect(all).toContainEqual(claims);
    expect(roles).toHaveLength(1);
    expect(gen).toBe(20);
  });

  it('leaves the last admin an admin', async () => {
    const { id, email } = await signUpAdmin(auth);
    await putClaims(auth, admin, id, CLAIMS).expect(200);
    expect(await userDocument(auth, email)).toMatchObject({ roles: ['admin'], claims: CLAIMS });
  });

  it('is told to a service that asks about a token', async () => {
    const person = await withClaims();
    const token = (JSON.parse(Buffer.from(person.session, 'base64').toString()) as { jwt: string }).jwt;
    const answer = await auth
      .internal()
      .post('/introspect')
      .type('form')
      .set('Authorization', 'Bearer only-for-tests-only-for-tests-only')
      .send({ token })
      .expect(200);
    expect(answer.body).toMatchObject({ active: true, sub: person.id, claims: CLAIMS });
    const checked = await auth
      .internal()
      .get('/verify')
      .set('Cookie', `session=${person.session}`)
      .expect(200);
    expect(Object.keys(checked.headers).filter((name) => name.startsWith('x-user-'))).toEqual([
      'x-user-id',
      'x-user-email',
      'x-user-roles',
      'x-user-acr',
      'x-user-amr',
      'x-user-auth-time',
    ]);
  });

  it('is in the audit trail', async () => {
    const person = await signUpDevice(auth);
    await putClaims(auth, admin, person.id, { tenant: 'acme' }).expect(200);
    await putClaims(auth, admin, person.id, {}).expect(200);
    const { body } = (await send(auth, 'get', `audit?user=${person.id}`, admin).expect(200)) as {
      body: unknown;
    };
    const entry = { actor: admin.id, action: 'set_claims', target: person.id, outcome: 'done' };
    expect(body).toEqual({
      entries: [
        expect.objectContaining({ ...entry, details: { claims: {} } }),
        expect.objectContaining({ ...entry, details: { claims: { tenant: 'acme' } } }),
      ],
    });
  });

  it('is gone with the account', async () => {
    const person = await withClaims();
    await send(auth, 'delete', 'me', person).send({ password: person.password }).expect(200);
    expect(await userDocument(auth, `deleted:${person.id}`)).not.toHaveProperty('claims');
  });

  it.each<[string, unknown]>([
    ['a text', 'acme'],
    ['a list', ['acme']],
    ['a date', { since: new Date() }],
    ['more than a token has room for', { a: 'x'.repeat(4000) }],
  ])('reads %s of an older service as none', async (_what, claims) => {
    const person = await signUpDevice(auth);
    await changeUser(auth, person.email, { claims });
    await signInDevice(auth, person);
    const refreshed = await refreshDevice(auth, person).expect(200);
    expect(claimsOf(refreshed)).not.toHaveProperty('claims');
    await send(auth, 'get', 'sessions', deviceOf(refreshed)).expect(200);
  });
});
