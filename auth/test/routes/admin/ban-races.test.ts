import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { deviceOf, refreshDevice, send, signUpDevice, type Owner } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { holdNext } from '../../support/hold';
import { expectProblem } from '../../support/problems';
import { accessTokenIn, jwtPart } from '../../support/tokens';

describe('PUT /api/users/:id/ban, with something else at once,', () => {
  let auth: TestAuth;
  let admin: Owner;

  const signIn = ({ email, password }: Owner) =>
    auth.request().post('/api/users/signin').send({ email, password });

  beforeAll(async () => {
    auth = await startAuth();
    admin = await signUpAdmin(auth);
  });
  afterAll(() => auth.stop());

  it('stands twenty at once', async () => {
    const person = await signUpDevice(auth);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => putBan(auth, admin, person.id, { reason: `${n}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const { ban, gen } = (await userDocument(auth, person.email))!;
    expect(gen).toBe(20);
    expect(Number(ban?.reason)).toBeLessThan(20);
    expectProblem(await refreshDevice(auth, person), 403, 'banned');
  });

  it('beats a person who signs in and refreshes all the while', async () => {
    const person = await signUpDevice(auth);
    const busy = Array.from({ length: 10 }, () => [signIn(person), refreshDevice(auth, person)]).flat();
    const [, ...answers] = await Promise.all([putBan(auth, admin, person.id).expect(200), ...busy]);
    expect(answers.map(({ status }) => status).filter((status) => ![200, 403].includes(status))).toEqual([]);
    for (const answer of answers.filter(({ status }) => status === 200)) {
      expectProblem(await send(auth, 'get', 'sessions', deviceOf(answer)), 401, 'token_revoked');
    }
  });

  it('kills the token of a refresh that had read the account before', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.sessions, 'rotate');
    const refreshing = refreshDevice(auth, person).then((response) => response);
    await held.reached;
    await putBan(auth, admin, person.id).expect(200);
    held.letGo();

    const late = deviceOf(await refreshing);
    const claims = jwtPart(accessTokenIn(late.session), 1);
    expect(claims.gen).toBe(0);
    expect(auth.services.revocations.list.isRevoked(claims)).toBe(true);
    expect((await send(auth, 'get', 'currentuser', late)).body).toEqual({
      currentUser: null,
      reason: 'token_revoked',
    });
    expectProblem(await refreshDevice(auth, late), 403, 'banned');
  });

  it('kills the token of a sign-in that had checked the password before', async () => {
    const person = await signUpDevice(auth);
    const held = holdNext(auth.services.stores.sessions, 'insert');
    const signingIn = signIn(person).then((response) => response);
    await held.reached;
    await putBan(auth, admin, person.id).expect(200);
    held.letGo();

    const late = deviceOf(await signingIn);
    expectProblem(await send(auth, 'get', 'sessions', late), 401, 'token_revoked');
    expectProblem(await refreshDevice(auth, late), 403, 'banned');
  });
});
