import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { signUpAdmin } from '../support/admins';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, SECOND, stopClock } from '../support/clock';
import { cookieValue, isCleared } from '../support/cookies';
import { cookiesOf, send, signUpDevice, type Owner } from '../support/devices';
import { changeUser } from '../support/documents';
import { newEmail } from '../support/people';
import { expectProblem } from '../support/problems';
import { storeApp } from '../support/stored-factors';

const CEREMONY = 'ceremony-sign-in';

describe('a sign-in that needs a second factor', () => {
  let auth: TestAuth;
  let owner: Owner;

  beforeAll(async () => {
    auth = await startAuth();
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const signIn = (person = owner, cookie = '') =>
    auth.request().post('/api/users/signin').set('Cookie', cookie).send(person);
  const state = (secret: string | undefined, method: 'get' | 'delete' = 'get') =>
    auth
      .request()
      [method]('/api/users/authentication?purpose=sign-in')
      .set('Cookie', secret === undefined ? '' : `${CEREMONY}=${secret}`);

  /** Somebody whose password was right. */
  async function halfSignedIn(): Promise<string> {
    owner = await signUpDevice(auth);
    await storeApp(auth, owner);
    return cookieValue(await signIn(), CEREMONY)!;
  }

  function expectOver(response: Response): void {
    expectProblem(response, 401, 'ceremony_expired');
  }

  it('is refused with what can be proven, and with nothing but its ceremony', async () => {
    await halfSignedIn();
    const response = await signIn();
    expectProblem(response, 401, 'second_factor_required');
    expect(response.body).toMatchObject({ factors: ['totp'] });
    expect(response.headers['set-cookie']).toHaveLength(1);
    expect(cookieValue(response, CEREMONY)).toMatch(/^[\w-]{43}$/);
  });

  it('ends no session that this browser has', async () => {
    await halfSignedIn();
    const before = { session: owner.session, refresh: owner.refresh };
    expectProblem(await signIn(owner, cookiesOf(before)), 401, 'second_factor_required');
    await send(auth, 'get', 'sessions', before).expect(200);
  });

  it('says no more than before where the password is wrong', async () => {
    await halfSignedIn();
    const wrong = await signIn({ ...owner, password: 'not the password' });
    const unknown = await signIn({ ...owner, email: newEmail() });
    expectProblem(wrong, 400, 'invalid_credentials');
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('is shown and given up in its own browser', async () => {
    const secret = await halfSignedIn();
    expect((await state(secret).expect(200)).body).toEqual({ factors: ['totp'] });
    const cancelled = await state(secret, 'delete').expect(200);
    expect(isCleared(cancelled, CEREMONY)).toBe(true);
    expectOver(await state(secret));
    expectOver(await state(undefined));
    expectOver(await state('A'.repeat(43)));
    await state(undefined, 'delete').expect(200);
  });

  it.each<[string, (person: Owner) => Promise<unknown>]>([
    [
      'a ban',
      async ({ id }) =>
        send(auth, 'put', `${id}/ban`, await signUpAdmin(auth))
          .send({})
          .expect(200),
    ],
    [
      'a change of the password',
      async (person) => {
        // A session of before the app was added; of such an account a password alone changes nothing.
        await changeUser(auth, person.email, { factors: { version: 2 } });
        const body = { currentPassword: person.password, newPassword: 'quite another password' };
        await send(auth, 'post', 'password', person).send(body).expect(200);
        await storeApp(auth, person);
      },
    ],
    [
      'the end of all sessions',
      async ({ id }) => send(auth, 'delete', `${id}/sessions`, await signUpAdmin(auth)).expect(200),
    ],
    [
      'the removal of a factor',
      ({ email }) => changeUser(auth, email, { factors: { version: 2, gen: 1, isRequired: true } }),
    ],
    ['the deletion of the account', ({ email }) => changeUser(auth, email, { deletedAt: new Date() })],
  ])('is over after %s, and nothing tells which', async (_what, happen) => {
    const secret = await halfSignedIn();
    await happen(owner);
    const [response, unknown] = [await state(secret), await state('A'.repeat(43))];
    expectOver(response);
    expect(response.body).toEqual(unknown.body);
  });

  it('is over after ten minutes', async () => {
    const clock = stopClock();
    const secret = await halfSignedIn();
    clock.pass(10 * MINUTE - SECOND);
    await state(secret).expect(200);
    clock.pass(2 * SECOND);
    expectOver(await state(secret));
  });

  it('is no step-up', async () => {
    const secret = await halfSignedIn();
    const cookie = `${cookiesOf(owner)}; ceremony-step-up=${secret}`;
    expectOver(await send(auth, 'get', 'authentication?purpose=step-up', owner).set('Cookie', cookie));
  });

  it('asks an account that has another way to a fresh session for all of it, too', async () => {
    await halfSignedIn();
    const deletion = await send(auth, 'delete', 'me', owner).send({ password: owner.password });
    expectProblem(deletion, 401, 'insufficient_user_authentication');
    expect(deletion.headers['www-authenticate']).toContain('acr_values="aal2"');
    const body = { currentPassword: owner.password, newPassword: 'quite another password' };
    expectProblem(
      await send(auth, 'post', 'password', owner).send(body),
      401,
      'insufficient_user_authentication',
    );
  });
});
