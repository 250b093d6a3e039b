import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import { restartClock, stopClock } from '../../support/clock';
import { isCleared } from '../../support/cookies';
import { newDataKey } from '../../support/data-keys';
import { signUpDevice } from '../../support/devices';
import { WITH_MAIL } from '../../support/mailbox';
import { expectInvalid, expectProblem } from '../../support/problems';
import { newAddress } from '../../support/people';
import { startReplica } from '../../support/replica';
import { tryCode } from '../../support/sign-in-codes';
import { beginStepUp } from '../../support/step-up';
import { claimsOf } from '../../support/tokens';
import {
  askedForFactor,
  codeOf,
  enrol,
  proveFactor,
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
    const [ofStepUp] = /(?<=ceremony-step-up=)[\w-]{43}/.exec(await beginStepUp(auth, owner))!;
    for (const ceremony of [used, ofStepUp, 'a'.repeat(43), ''])
      expectProblem(
        await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret, 1)),
        401,
        'ceremony_expired',
      );
  });

  it('is 503 where the key of a secret is missing, and counts no failure; recovery codes still work', async () => {
    const auth = await start();
    const owner = await enrol(auth, await signUpDevice(auth));
    const other = await start({ MONGO_URI: auth.config.MONGO_URI, DATA_KEY: newDataKey() });
    const from = newAddress();
    // As many as sign-ins from one address may fail with an account, and one more.
    for (let n = 0; n < 21; n++) {
      const ceremony = await askedForFactor(other, owner);
      const response = await proveFactor(other, ceremony, 'totp', codeOf(owner.secret), from);
      expectProblem(response, 503, 'unavailable');
      expect(response.headers['retry-after']).toMatch(/^\d+$/);
    }
    const [code] = owner.recoveryCodes;
    const ceremony = await askedForFactor(other, owner);
    expect((await proveFactor(other, ceremony, 'recovery-code', code, from)).status).toBe(200);
  });
});
