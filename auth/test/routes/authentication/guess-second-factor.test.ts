import { afterEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { HOUR, MINUTE, restartClock, stopClock } from '../../support/clock';
import { signUpDevice } from '../../support/devices';
import { newAddress } from '../../support/people';
import { expectTooMany } from '../../support/problems';
import { beginStepUp, proveStep } from '../../support/step-up';
import {
  askedForFactor,
  codeOf,
  enrol,
  proveFactor,
  STEP_MS,
  WITH_TOTP,
  wrongCode,
} from '../../support/totp';

describe('guesses of a second factor by a thief of the password', () => {
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
