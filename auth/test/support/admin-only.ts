import { expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { signUpAdmin, withRoles } from './admins';
import type { TestAuth } from './auth-service';
import { setRolesNow } from './change-account';
import { HOUR, MINUTE, restartClock, stopClock } from './clock';
import { send, sidOf, signUpDevice, type Device } from './devices';
import { changeUser } from './documents';
import { expectProblem } from './problems';
import { stepUp } from './step-up';
import { accessTokenIn, sessionWith } from './tokens';

/**
 * The tests that every admin route has to pass.
 * @param ask sends a request that an admin would get `success` for
 */
export function itIsForAdminsOnly(
  auth: () => TestAuth,
  ask: (device: Partial<Device>) => PromiseLike<Response>,
  success = 200,
): void {
  it('lets an admin in', async () => {
    expect((await ask(await signUpAdmin(auth()))).status).toBe(success);
  });

  it('is for nobody without a good token', async () => {
    const admin = await signUpAdmin(auth());
    const [header, claims, signature] = accessTokenIn(admin.session).split('.');
    const person = await signUpDevice(auth());
    const theirs = accessTokenIn(person.session).split('.');
    expectProblem(await ask({}), 401, 'token_missing');
    expectProblem(await ask({ refresh: admin.refresh }), 401, 'token_missing');
    for (const forged of [
      [header, claims, theirs[2]],
      [theirs[0], claims, ''],
      [Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url'), claims, ''],
      [header, theirs[1], signature],
    ]) {
      expectProblem(await ask({ session: sessionWith(forged.join('.')) }), 401, 'token_invalid');
    }
  });

  it('is for nobody whose token has expired', async () => {
    const admin = await signUpAdmin(auth());
    stopClock().pass(HOUR);
    try {
      expectProblem(await ask(admin), 401, 'token_expired');
    } finally {
      restartClock();
    }
  });

  it('is for nobody without the role, or with one that only looks like it', async () => {
    expectProblem(await ask(await signUpDevice(auth())), 403, 'forbidden');
    const almost = await withRoles(auth(), await signUpDevice(auth()), 'admin:read', 'administrator');
    expectProblem(await ask(almost), 403, 'forbidden');
  });

  it.each<[string, (admin: Device & { email: string; id: string }) => Promise<unknown>]>([
    ['was banned', ({ email }) => changeUser(auth(), email, { ban: {} })],
    ['was demoted', ({ id }) => setRolesNow(auth(), id, [])],
    ['signed out', (admin) => send(auth(), 'post', 'signout', admin)],
    ['has another generation', ({ email }) => changeUser(auth(), email, { gen: 9 })],
    ['was deleted', ({ email }) => auth().connection.collection('users').deleteOne({ email })],
    [
      'has no session',
      (admin) =>
        auth()
          .connection.collection<{ _id: string }>('sessions')
          .deleteOne({ _id: sidOf(admin) }),
    ],
  ])('is not for an admin who %s since the token was made', async (_what, happen) => {
    const admin = await signUpAdmin(auth());
    await signUpAdmin(auth());
    await happen(admin);
    expectProblem(await ask(admin), 401, 'token_revoked');
  });

  it('is not for an admin whose role is gone, whatever the token says', async () => {
    const admin = await signUpAdmin(auth());
    await changeUser(auth(), admin.email, { roles: [] });
    expectProblem(await ask(admin), 403, 'forbidden');
  });
}

/** The tests that every route has to pass by which admins change something. */
export function itIsAnAdminAct(...[auth, ask, success]: Parameters<typeof itIsForAdminsOnly>): void {
  itIsForAdminsOnly(auth, ask, success);

  it('needs a proof of the last ten minutes', async () => {
    const admin = await signUpAdmin(auth());
    const clock = stopClock();
    try {
      clock.pass(11 * MINUTE);
      const refused = await ask(admin);
      expectProblem(refused, 401, 'insufficient_user_authentication');
      expect(refused.headers['www-authenticate']).toContain('max_age=600');
      await stepUp(auth(), admin);
      expect((await ask(admin)).status).toBe(success ?? 200);
    } finally {
      restartClock();
    }
  });
}
