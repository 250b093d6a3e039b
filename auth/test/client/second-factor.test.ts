import { createClient, type OwnFactors, type StepUp } from '@latchkey/common/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../support/clock';
import { fetchWithCookies } from '../support/cookie-jar';
import { newEmail, PASSWORD } from '../support/people';
import { codeOf, STEP_MS, WITH_TOTP } from '../support/totp';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth(WITH_TOTP);
});
afterEach(restartClock);
afterAll(() => auth.stop());

type Prove = (client: ReturnType<typeof createClient>, due: StepUp) => Promise<unknown>;

/** A browser whose account has an authenticator app, and whose user proves a step-up as a test says. */
async function enrolled(prove?: Prove) {
  const clock = stopClock();
  const asked: object[] = [];
  const client = createClient({
    baseUrl: auth.url,
    fetch: fetchWithCookies().fetch,
    ...(prove && {
      onStepUp: async (requirement) => {
        asked.push(requirement);
        await prove(client, await client.startStepUp(requirement));
      },
    }),
  });
  const { email } = await client.signUp({ email: newEmail(), password: PASSWORD });
  const { secret } = await client.startTotp();
  const { recoveryCodes } = await client.confirmTotp(codeOf(secret));
  /** A code is good once, so each is that of a later step. */
  const nextCode = () => {
    clock.pass(STEP_MS);
    return codeOf(secret);
  };
  return { client, asked, credentials: { email, password: PASSWORD }, recoveryCodes, nextCode, clock };
}

describe('the client of somebody with an authenticator app', () => {
  it('signs in by a code, or by a recovery code, after the password', async () => {
    const { client, credentials, recoveryCodes, nextCode } = await enrolled();
    expect(await client.showFactors()).toMatchObject({ required: true, recoveryCodes: 10 });
    await client.signOut();
    const due = { code: 'second_factor_required', factors: ['totp', 'recovery_code'] };
    await expect(client.signIn(credentials)).rejects.toMatchObject(due);
    expect(await client.showSignIn()).toEqual({ factors: due.factors });
    await expect(client.secondFactorByTotp('000000')).rejects.toMatchObject({ code: 'invalid_code' });
    expect(await client.secondFactorByTotp(nextCode())).toMatchObject({ email: credentials.email });
    await client.signOut();
    await expect(client.signIn(credentials)).rejects.toMatchObject(due);
    await client.secondFactorByRecoveryCode(recoveryCodes[0]!);
    expect((await client.showFactors()).recoveryCodes).toBe(9);
  });

  it('gives a sign-in up', async () => {
    const { client, credentials, nextCode } = await enrolled();
    await client.signOut();
    await expect(client.signIn(credentials)).rejects.toMatchObject({ code: 'second_factor_required' });
    await client.cancelSignIn();
    await expect(client.secondFactorByTotp(nextCode())).rejects.toMatchObject({ code: 'ceremony_expired' });
  });

  it('steps up part by part, and repeats what asked for it', async () => {
    const parts: StepUp[] = [];
    const { client, asked, clock, nextCode } = await enrolled(async (own, due) => {
      const rest = await own.stepUpByPassword(PASSWORD);
      const done = await own.stepUpByTotp(nextCode());
      parts.push(due, rest as StepUp, done as StepUp);
    });
    clock.pass(11 * MINUTE);
    expect((await client.renewRecoveryCodes()).recoveryCodes).toHaveLength(10);
    expect(asked).toEqual([{ maxAge: 600, acr: 'aal2' }]);
    expect(parts).toMatchObject([
      { factors: ['password'] },
      { factors: ['totp', 'recovery_code'] },
      { emailVerified: false },
    ]);
  });

  it('turns all of it off', async () => {
    const { client } = await enrolled();
    const off: OwnFactors = await client.setSecondFactor(false);
    expect(off).toMatchObject({ required: false });
    await client.removeTotp();
    expect(await client.showFactors()).toMatchObject({ totp: null, recoveryCodes: 0 });
  });
});
