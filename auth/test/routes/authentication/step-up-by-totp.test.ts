import { afterEach, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue } from '../../support/cookies';
import { refreshDevice, signInDevice, signUpDevice } from '../../support/devices';
import { expectProblem } from '../../support/problems';
import { beginStepUp, proveStep } from '../../support/step-up';
import { claimsOf } from '../../support/tokens';
import { askedForFactor, codeOf, enrol, proveFactor, WITH_TOTP, wrongCode } from '../../support/totp';

describe('a step-up by an authenticator app', () => {
  const running: TestAuth[] = [];

  async function start(env: NodeJS.ProcessEnv = {}): Promise<TestAuth> {
    const auth = await startAuth({ ...WITH_TOTP, ...env });
    running.push(auth);
    return auth;
  }

  afterEach(async () => {
    restartClock();
    for (const auth of running.splice(0)) await auth.stop();
  });

  it('asks for password and code, in either order, and tells what is due', async () => {
    const clock = stopClock();
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    clock.pass(11 * MINUTE);
    const cookies = await beginStepUp(auth, owner);
    const first = await proveStep(auth, cookies, 'password', { password: owner.password });
    expect(first.body).toEqual({ factors: ['totp', 'recovery_code'] });
    const last = await proveStep(auth, cookies, 'totp', { code: codeOf(owner.secret) });
    expect(last.body).toMatchObject({ id: owner.id });
    const claims = { acr: 'aal2', auth_time: Math.floor(Date.now() / 1000) };
    expect(claimsOf(last)).toMatchObject(claims);
    clock.pass(11 * MINUTE);
    const again = await beginStepUp(auth, { ...owner, session: cookieValue(last, 'session')! });
    const code = await proveStep(auth, again, 'totp', { code: codeOf(owner.secret) });
    expect(code.body).toEqual({ factors: ['password'] });
    const done = await proveStep(auth, again, 'password', { password: owner.password });
    expect(claimsOf(done)).toMatchObject({ ...claims, auth_time: Math.floor(Date.now() / 1000) });
  });

  it('needs a proof of the session: an access token alone is not enough', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const cookies = await beginStepUp(auth, owner);
    const code = codeOf(owner.secret);
    const bare = cookies.replace(/refresh=[^;]+; /, '');
    expectProblem(await proveStep(auth, bare, 'totp', { code }), 401, 'token_expired');
    expect((await proveStep(auth, cookies, 'totp', { code })).status).toBe(200);
  });

  it('ends the session after ten wrong codes', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const wrong = wrongCode(owner.secret);
    for (let n = 0; n < 2; n++) {
      const cookies = await beginStepUp(auth, owner);
      for (let tries = 0; tries < 5; tries++)
        expectProblem(await proveStep(auth, cookies, 'totp', { code: wrong }), 400, 'invalid_code');
    }
    expect((await refreshDevice(auth, owner)).status).toBe(401);
  });

  it('takes no code that a sign-in has used', async () => {
    const auth = await start();
    const account = await signUpDevice(auth);
    const before = await signInDevice(auth, account);
    const owner = await enrol(auth, account);
    const code = codeOf(owner.secret, 1);
    expect((await proveFactor(auth, await askedForFactor(auth, owner), 'totp', code)).status).toBe(200);
    const cookies = await beginStepUp(auth, before);
    expectProblem(await proveStep(auth, cookies, 'totp', { code }), 400, 'invalid_code');
  });
});
