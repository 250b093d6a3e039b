import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue } from '../../support/cookies';
import { deviceOf, refreshDevice, send, signUpDevice, type Device } from '../../support/devices';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { proveStep, startStepUp } from '../../support/step-up';
import { claimsOf } from '../../support/tokens';
import { askedForFactor, codeOf, enrol, proveFactor, STEP_MS, WITH_TOTP } from '../../support/totp';

describe('a step-up to a second factor', () => {
  let auth: TestAuth;
  let clock: ReturnType<typeof stopClock>;
  const now = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_TOTP, MFA_ROLES: 'admin' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  /** A person with an app, whose session was begun with it a quarter of an hour ago. */
  async function withApp() {
    clock = stopClock();
    const owner = await enrol(auth, await signUpDevice(auth));
    clock.pass(STEP_MS);
    const signedIn = await proveFactor(auth, await askedForFactor(auth, owner), 'totp', codeOf(owner.secret));
    const authTime = now();
    clock.pass(15 * MINUTE);
    const device = deviceOf(await refreshDevice(auth, deviceOf(signedIn)).expect(200));
    return { ...owner, ...device, authTime };
  }

  const begin = (device: Device, acr?: 'aal2') => startStepUp(auth, device, acr);
  const password = (cookies: string) => proveStep(auth, cookies, 'password', { password: PASSWORD });
  const totp = (cookies: string, code: string) => proveStep(auth, cookies, 'totp', { code });
  const isFresh = (device: Device) => send(auth, 'post', 'factors/recovery-codes', device);

  function expectDue(response: Response, factors: string[]): void {
    expect({ status: response.status, body: response.body as object }).toEqual({
      status: 200,
      body: { factors },
    });
    expect(cookieValue(response, 'session')).toBeUndefined();
  }

  it('takes the password and a code, in this order or the other', async () => {
    for (const isPasswordFirst of [true, false]) {
      const owner = await withApp();
      const { factors, cookies } = await begin(owner);
      expect(factors).toEqual(['password']);
      if (isPasswordFirst) expectDue(await password(cookies), ['totp', 'recovery_code']);
      else expectDue(await totp(cookies, codeOf(owner.secret)), ['password']);
      const done = isPasswordFirst ? await totp(cookies, codeOf(owner.secret)) : await password(cookies);
      expect(done.body).toMatchObject({ id: owner.id });
      expect(claimsOf(done)).toMatchObject({ acr: 'aal2', auth_time: now() });
      restartClock();
    }
  });

  it('is not done by the password alone: an aal2 session stays as old as it is, for services and for us', async () => {
    const owner = await withApp();
    const { cookies } = await begin(owner);
    expectDue(await password(cookies), ['totp', 'recovery_code']);
    const refreshed = await refreshDevice(auth, owner).expect(200);
    expect(claimsOf(refreshed)).toMatchObject({ acr: 'aal2', auth_time: owner.authTime });
    const refused = await isFresh(deviceOf(refreshed));
    expectProblem(refused, 401, 'insufficient_user_authentication');
    expect(refused.headers['www-authenticate']).toContain('max_age=600, acr_values="aal2"');
  });

  it('is shown with what is left of it', async () => {
    const owner = await withApp();
    const { cookies } = await begin(owner);
    const shown = () => send(auth, 'get', 'authentication?purpose=step-up', owner).set('Cookie', cookies);
    expect((await shown().expect(200)).body).toEqual({ factors: ['password'] });
    await password(cookies);
    expect((await shown().expect(200)).body).toEqual({ factors: ['totp', 'recovery_code'] });
  });

  it('is done once by two proofs at the same time', async () => {
    const owner = await withApp();
    const { cookies } = await begin(owner);
    const answers = await Promise.all([password(cookies), totp(cookies, codeOf(owner.secret))]);
    expect(answers.map(({ status }) => status)).not.toContain(500);
    const done = answers.filter(({ body }) => 'id' in (body as object));
    expect(done).toHaveLength(1);
    expect(claimsOf(done[0]!)).toMatchObject({ acr: 'aal2', auth_time: now() });
  });

  it('can be asked for where the account does not ask for it, and says where nothing proves it', async () => {
    const owner = await signUpDevice(auth);
    const { factors, cookies } = await begin(owner, 'aal2');
    expect(factors).toEqual(['password']);
    expectDue(await password(cookies), []);
    expect(claimsOf(await refreshDevice(auth, owner).expect(200))).toMatchObject({ acr: 'aal1' });
  });

  it.each([['aal1'], [''], [2], [['aal2']], [{ $ne: '' }], [null]])('refuses acr %j', async (acr) => {
    const owner = await signUpDevice(auth);
    const body = { purpose: 'step-up', acr };
    expectInvalid(await send(auth, 'post', 'authentication', owner).send(body), 'acr');
  });

  it('ends with the removal of the factor that was proven in it', async () => {
    const owner = await withApp();
    const half = await begin(owner);
    expectDue(await totp(half.cookies, codeOf(owner.secret)), ['password']);
    clock.pass(STEP_MS);
    const whole = await begin(owner);
    await password(whole.cookies);
    const done = await totp(whole.cookies, codeOf(owner.secret));
    const device = { ...owner, session: cookieValue(done, 'session')! };
    const left = await send(auth, 'delete', 'factors/totp', device).expect(200);
    const cookies = half.cookies.replace(/session=[^;]+/, `session=${cookieValue(left, 'session')}`);
    expectProblem(await password(cookies), 401, 'ceremony_expired');
  });

  it('needs the password alone again when the app is removed', async () => {
    const owner = await withApp();
    const { cookies } = await begin(owner);
    await password(cookies);
    const done = await totp(cookies, codeOf(owner.secret));
    const device = { ...owner, session: cookieValue(done, 'session')! };
    await send(auth, 'delete', 'factors/totp', device).expect(200);
    const refreshed = await refreshDevice(auth, owner).expect(200);
    expect(claimsOf(refreshed)).toMatchObject({ acr: 'aal1' });
    const again = await begin(deviceOf(refreshed));
    expect(again.factors).toEqual(['password']);
    expect((await password(again.cookies)).body).toMatchObject({ id: owner.id });
  });
});
