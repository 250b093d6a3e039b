import { afterEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue, isCleared } from '../../support/cookies';
import { newDataKey } from '../../support/data-keys';
import { refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { WITH_MAIL } from '../../support/mailbox';
import { newAddress } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { startReplica } from '../../support/replica';
import { tryCode } from '../../support/sign-in-codes';
import { claimsOf } from '../../support/tokens';
import {
  askedForFactor,
  beginStepUp,
  codeOf,
  enrol,
  proveFactor,
  proveStep,
  STEP_MS,
  WITH_TOTP,
  wrongCode,
} from '../../support/totp';

const CEREMONY = 'ceremony-sign-in';

describe('POST /api/users/authentication/totp', () => {
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

  it('ends a sign-in with a session of aal2', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    const response = await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret));
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id: owner.id, email: owner.email });
    expect(claimsOf(response)).toMatchObject({ sub: owner.id, acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(isCleared(response, CEREMONY)).toBe(true);
  });

  it('takes the code of the last step and of the next, and none of a step that was used or passed', async () => {
    const clock = stopClock();
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    clock.pass(10 * STEP_MS);
    const ceremony = await askedForFactor(auth, owner);
    for (const steps of [-2, 2])
      expectProblem(
        await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret, steps)),
        400,
        'invalid_code',
      );
    expect((await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret, -1))).status).toBe(200);
    const second = await askedForFactor(auth, owner);
    expectProblem(await proveFactor(auth, second, 'totp', codeOf(owner.secret, -1)), 400, 'invalid_code');
    expect((await proveFactor(auth, second, 'totp', codeOf(owner.secret, 1))).status).toBe(200);
    const third = await askedForFactor(auth, owner);
    for (const steps of [-1, 0, 1])
      expectProblem(await proveFactor(auth, third, 'totp', codeOf(owner.secret, steps)), 400, 'invalid_code');
    clock.pass(STEP_MS);
    expect((await proveFactor(auth, third, 'totp', codeOf(owner.secret, 1))).status).toBe(200);
  });

  it('takes one code once, also of fifty requests at once on two replicas', async () => {
    const env = { ...WITH_TOTP, MONGO_URI: databaseUri(), FAILURES_PER_ADDRESS: '1000/1h' };
    const replicas = [await startReplica(env), await startReplica(env)];
    running.push(...replicas);
    const [auth] = replicas as [TestAuth];
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremonies: string[] = [];
    for (let n = 0; n < 10; n++) ceremonies.push(await askedForFactor(auth, owner));
    const code = codeOf(owner.secret, 1);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => proveFactor(replicas[n % 2]!, ceremonies[n % 10]!, 'totp', code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // 503: the account was being changed all the time; nothing has happened.
    for (const { status } of answers) expect([200, 400, 401, 429, 503]).toContain(status);
  });

  it('loses nothing to a mailed code, which is none of its sign-in', async () => {
    const auth = await start({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    for (let n = 0; n < 25; n++)
      expectProblem(await tryCode(auth, ceremony, '0000-0000'), 401, 'ceremony_expired');
    expect((await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret))).status).toBe(200);
  });

  it('ends a sign-in after five wrong codes; a right one comes too late then', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    for (let n = 0; n < 5; n++)
      expectProblem(await proveFactor(auth, ceremony, 'totp', wrongCode(owner.secret)), 400, 'invalid_code');
    expectProblem(await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret)), 401, 'ceremony_expired');
  });

  it('counts what cannot be a code as no attempt', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremony = await askedForFactor(auth, owner);
    for (const code of [undefined, null, 123456, '12345', ['123456'], {}, 'x'.repeat(1000)])
      expectInvalid(await proveFactor(auth, ceremony, 'totp', code), 'code');
    expectProblem(await proveFactor(auth, ceremony, 'totp', 'x'.repeat(200_000)), 413, 'payload_too_large');
    expect((await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret))).status).toBe(200);
  });

  it('tells an unknown ceremony, a used one and one of another purpose alike', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const used = await askedForFactor(auth, owner);
    await proveFactor(auth, used, 'totp', codeOf(owner.secret));
    for (const ceremony of [used, 'a'.repeat(43), ''])
      expectProblem(
        await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret, 1)),
        401,
        'ceremony_expired',
      );
  });

  it('is 503 where the key of a secret is missing, and counts nothing; recovery codes still work', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const other = await start({ MONGO_URI: auth.config.MONGO_URI, DATA_KEY: newDataKey() });
    const ceremony = await askedForFactor(other, owner);
    for (let n = 0; n < 3; n++) {
      const response = await proveFactor(other, ceremony, 'totp', codeOf(owner.secret));
      expectProblem(response, 503, 'unavailable');
      expect(response.headers['retry-after']).toMatch(/^\d+$/);
    }
    const code = owner.recoveryCodes[0]!;
    expect((await proveFactor(other, ceremony, 'recovery-code', code)).status).toBe(200);
  });

  describe('guesses by a thief of the password', () => {
    async function guessUntilRefused(
      auth: TestAuth,
      owner: Parameters<typeof askedForFactor>[1] & { secret: string },
      from: () => string,
    ) {
      const wrong = wrongCode(owner.secret);
      let checked = 0;
      for (let n = 0; n < 1000; n += 5) {
        const ceremony = await askedForFactor(auth, owner, newAddress());
        for (let tries = 0; tries < 5; tries++) {
          const { status } = await proveFactor(auth, ceremony, 'totp', wrong, from());
          if (status === 429) return checked;
          expect(status).toBe(400);
          checked += 1;
        }
      }
      return checked;
    }

    it('stop after twenty from one address, whatever passwords were right between', async () => {
      const auth = await start();
      const owner = await enrol(auth, await signUpDevice(auth));
      const address = newAddress();
      expect(await guessUntilRefused(auth, owner, () => address)).toBe(20);
      await auth.services.relay.drain();
      const events = await auth.services.activity.listAll(owner.id, { limit: 50 });
      expect(events.filter(({ type }) => type === 'second_factor_failed')).toHaveLength(20);
    });

    const SLOW_MS = 180_000;
    it(
      'stop after a hundred from many addresses',
      async () => {
        const auth = await start();
        const owner = await enrol(auth, await signUpDevice(auth));
        expect(await guessUntilRefused(auth, owner, newAddress)).toBe(100);
        const ceremony = await askedForFactor(auth, owner);
        expectTooMany(await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret)));
      },
      SLOW_MS,
    );

    it('count in step-ups, too, where the password is right in between', async () => {
      const auth = await start();
      const owner = await enrol(auth, await signUpDevice(auth));
      let refused: Response | undefined;
      for (let n = 0; n < 12 && refused === undefined; n++) {
        const cookies = await beginStepUp(auth, owner);
        for (let tries = 0; tries < 4 && refused === undefined; tries++) {
          const answer = await proveStep(auth, cookies, 'totp', { code: wrongCode(owner.secret) });
          if (answer.status !== 400) refused = answer;
        }
        if (!refused) await proveStep(auth, cookies, 'password', { password: owner.password });
      }
      expectTooMany(refused!);
    });

    it('are not reset by a right password, and are by a finished sign-in', async () => {
      const clock = stopClock();
      const auth = await start({ FAILURES_PER_ACCOUNT: '6/1h', FAILURES_PER_ACCOUNT_AND_ADDRESS: '100/1h' });
      const owner = await enrol(auth, await signUpDevice(auth));
      const wrong = wrongCode(owner.secret);
      const first = await askedForFactor(auth, owner);
      for (let n = 0; n < 5; n++) await proveFactor(auth, first, 'totp', wrong);
      const second = await askedForFactor(auth, owner);
      expect((await proveFactor(auth, second, 'totp', codeOf(owner.secret))).status).toBe(200);
      clock.pass(2 * STEP_MS);
      const third = await askedForFactor(auth, owner);
      for (let n = 0; n < 5; n++)
        expect((await proveFactor(auth, third, 'totp', wrongCode(owner.secret))).status).toBe(400);
      const fourth = await askedForFactor(auth, owner);
      expect((await proveFactor(auth, fourth, 'totp', wrongCode(owner.secret))).status).toBe(400);
      expectTooMany(await proveFactor(auth, fourth, 'totp', codeOf(owner.secret)));
      clock.pass(HOUR + MINUTE);
      const last = await askedForFactor(auth, owner);
      expect((await proveFactor(auth, last, 'totp', codeOf(owner.secret))).status).toBe(200);
    });

    it('do not lock the password, and wrong passwords of strangers do not lock the factor', async () => {
      const auth = await start({ FAILURES_PER_ACCOUNT: '5/1h' });
      const owner = await enrol(auth, await signUpDevice(auth));
      const waiting = await askedForFactor(auth, owner);
      const wrong = { email: owner.email, password: 'a wrong one of a stranger' };
      for (let n = 0; n < 8; n++)
        await auth.request().post('/api/users/signin').set('X-Forwarded-For', newAddress()).send(wrong);
      expect((await proveFactor(auth, waiting, 'totp', codeOf(owner.secret))).status).toBe(200);
      const other = await enrol(auth, await signUpDevice(auth));
      const ceremony = await askedForFactor(auth, other);
      for (let n = 0; n < 5; n++) await proveFactor(auth, ceremony, 'totp', wrongCode(other.secret));
      await askedForFactor(auth, other);
    });
  });

  describe('of a step-up', () => {
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

    it('ends the session after ten wrong codes, and needs a proof of the session', async () => {
      const auth = await start();
      const owner = await enrol(auth, await signUpDevice(auth));
      const wrong = wrongCode(owner.secret);
      const bare = await send(auth, 'post', 'authentication/totp', { session: owner.session });
      expect(bare.status).toBe(400);
      for (let n = 0; n < 2; n++) {
        const cookies = await beginStepUp(auth, owner);
        for (let tries = 0; tries < 5; tries++)
          expectProblem(await proveStep(auth, cookies, 'totp', { code: wrong }), 400, 'invalid_code');
      }
      expect((await refreshDevice(auth, owner)).status).toBe(401);
      const token = { session: owner.session };
      const response = await send(auth, 'post', 'authentication/totp', token).send({
        purpose: 'step-up',
        code: codeOf(owner.secret),
      });
      expect(response.status).toBe(401);
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
});
