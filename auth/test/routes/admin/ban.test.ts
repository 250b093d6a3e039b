import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itIsAnAdminAct } from '../../support/admin-only';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { refreshDevice, send, signInDevice, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { expectProblem } from '../../support/problems';
import { accessTokenIn, jwtPart } from '../../support/tokens';

let auth: TestAuth;
let admin: Owner;

const inAMinute = () => new Date(Date.now() + MINUTE).toISOString();

const signIn = ({ email, password }: Owner) =>
  auth.request().post('/api/users/signin').send({ email, password });

beforeAll(async () => {
  auth = await startAuth();
  admin = await signUpAdmin(auth);
});
afterAll(() => auth.stop());

describe('PUT /api/users/:id/ban, as to who may,', () => {
  itIsAnAdminAct(
    () => auth,
    async (device) => putBan(auth, device, (await signUpDevice(auth)).id),
  );

  it('asks who it is before it looks at what is asked for', async () => {
    const person = await signUpDevice(auth);
    expectProblem(await putBan(auth, {}, person.id, { reason: 7 }), 401, 'token_missing');
    expectProblem(await putBan(auth, person, person.id, { reason: 7 }), 403, 'forbidden');
  });

  it('is not for a page of another origin', async () => {
    const { id, email } = await signUpDevice(auth);
    const response = await putBan(auth, admin, id).set('Sec-Fetch-Site', 'cross-site');
    expectProblem(response, 403, 'cross_origin');
    expect(await userDocument(auth, email)).not.toHaveProperty('ban');
  });
});

describe('PUT /api/users/:id/ban', () => {
  it('bans, with a reason and an end', async () => {
    const { id, email } = await signUpDevice(auth);
    const ban = { reason: 'spam', until: inAMinute() };
    const response = await putBan(auth, admin, id, ban).expect(200);
    expect(response.body).toEqual({
      id,
      email,
      roles: [],
      emailVerified: false,
      ban,
      createdAt: expect.any(String),
    });
    expect(await userDocument(auth, email)).toMatchObject({
      ban: { reason: 'spam', until: new Date(ban.until) },
      gen: 1,
      revokedAt: expect.any(Date),
    });
  });

  it.each([
    ['an empty body', {}],
    ['no body', undefined],
  ])('bans without an end, with %s', async (_what, body) => {
    const person = await signUpDevice(auth);
    const response = await send(auth, 'put', `${person.id}/ban`, admin).send(body).expect(200);
    expect(response.body).toMatchObject({ ban: {} });
    expect((response.body as { ban: object }).ban).toEqual({});
    expectProblem(await refreshDevice(auth, person), 403, 'banned');
  });

  it('refuses the next request, everywhere, and the refresh', async () => {
    const person = await signUpDevice(auth);
    const there = await signInDevice(auth, person);
    await putBan(auth, admin, person.id).expect(200);
    for (const device of [person, there]) {
      expect((await send(auth, 'get', 'currentuser', device).expect(200)).body).toEqual({
        currentUser: null,
        reason: 'token_revoked',
      });
      expectProblem(await send(auth, 'get', 'sessions', device), 401, 'token_revoked');
      const refreshed = await refreshDevice(auth, device);
      expectProblem(refreshed, 403, 'banned');
      expect(setCookies(refreshed)).toEqual([]);
    }
    expectProblem(await signIn(person), 403, 'banned');
  });

  it('tells the list that every service follows', async () => {
    const person = await signUpDevice(auth);
    const { sub, sid, gen } = jwtPart(accessTokenIn(person.session), 1);
    const { list } = auth.services.revocations;
    expect(list.isRevoked({ sub, sid, gen })).toBe(false);
    await putBan(auth, admin, person.id).expect(200);
    expect(list.isRevoked({ sub, sid, gen })).toBe(true);
    expect([...list.entries()]).toContainEqual({
      kind: 'user',
      user: person.id,
      gen: 1,
      until: expect.any(Number),
    });
  });

  it('leaves everybody else alone', async () => {
    const [person, stranger] = [await signUpDevice(auth), await signUpDevice(auth)];
    await putBan(auth, admin, person.id).expect(200);
    await send(auth, 'get', 'sessions', stranger).expect(200);
    await refreshDevice(auth, stranger).expect(200);
  });

  it('is over when its end has come', async () => {
    const person = await signUpDevice(auth);
    const clock = stopClock();
    try {
      await putBan(auth, admin, person.id, { until: inAMinute() }).expect(200);
      clock.pass(MINUTE - 1);
      expectProblem(await signIn(person), 403, 'banned');
      clock.pass(1);
      await signIn(person).expect(200);
      await send(auth, 'get', 'sessions', await signInDevice(auth, person)).expect(200);
    } finally {
      restartClock();
    }
  });

  it('can be changed: the last one counts', async () => {
    const person = await signUpDevice(auth);
    await putBan(auth, admin, person.id, { reason: 'spam', until: inAMinute() }).expect(200);
    const response = await putBan(auth, admin, person.id, { reason: 'worse' }).expect(200);
    expect((response.body as { ban: object }).ban).toEqual({ reason: 'worse' });
    expect((await userDocument(auth, person.email))?.ban).toEqual({ reason: 'worse' });
  });

  it('bans an admin, too, as long as there is another', async () => {
    const other = await signUpAdmin(auth);
    await putBan(auth, admin, other.id).expect(200);
    expectProblem(await putBan(auth, other, admin.id), 401, 'token_revoked');
    expect(await userDocument(auth, other.email)).not.toHaveProperty('leaving');
  });

  it('answers 404 to the id of nobody', async () => {
    expectProblem(await putBan(auth, admin, 'a'.repeat(24)), 404, 'not_found');
    expectProblem(await putBan(auth, admin, 'nobody'), 404, 'not_found');
  });
});
