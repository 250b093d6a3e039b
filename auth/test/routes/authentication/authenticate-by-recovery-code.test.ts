import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send, signUpDevice } from '../../support/devices';
import { expectInvalid, expectProblem } from '../../support/problems';
import { beginStepUp, proveStep } from '../../support/step-up';
import { claimsOf } from '../../support/tokens';
import { askedForFactor, enrol, proveFactor, WITH_TOTP } from '../../support/totp';

describe('POST /api/users/authentication/recovery-code', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth(WITH_TOTP);
  });
  afterAll(() => auth.stop());

  const left = async (id: string) => (await auth.services.accounts.find(id))!.factors.recoveryCodes.length;

  it('ends a sign-in with aal2, uses the code up, and tells the owner', async () => {
    const owner = await enrol(auth, await signUpDevice(auth));
    const [code] = owner.recoveryCodes as [string];
    const typed = code.toLowerCase().replaceAll('-', ' ');
    const response = await proveFactor(auth, await askedForFactor(auth, owner), 'recovery-code', typed);
    expect(claimsOf(response)).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(await left(owner.id)).toBe(9);
    const again = await proveFactor(auth, await askedForFactor(auth, owner), 'recovery-code', code);
    expectProblem(again, 400, 'invalid_code');
    await auth.services.relay.drain();
    const events = await auth.services.activity.listAll(owner.id, { limit: 10 });
    const told = events.filter(({ type }) => type === 'recovery_code_used');
    expect(told).toMatchObject([{ details: { left: 9 }, client: { ip: expect.any(String) } }]);
  });

  it('is won by one of several requests at once with one code', async () => {
    const owner = await enrol(auth, await signUpDevice(auth));
    const ceremonies: string[] = [];
    for (let n = 0; n < 4; n++) ceremonies.push(await askedForFactor(auth, owner));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        proveFactor(auth, ceremonies[n % 4]!, 'recovery-code', owner.recoveryCodes[3]),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // 400: the code is used; 401: its sign-in has ended.
    for (const { status } of answers) expect([200, 400, 401]).toContain(status);
    expect(await left(owner.id)).toBe(9);
  });

  it('takes no code of another account, and nothing else that is none', async () => {
    const [owner, other] = [
      await enrol(auth, await signUpDevice(auth)),
      await enrol(auth, await signUpDevice(auth)),
    ];
    const ceremony = await askedForFactor(auth, owner);
    for (const code of [other.recoveryCodes[0], '0000-0000-0000-0000', owner.recoveryCodes[0]!.slice(1)])
      expectProblem(await proveFactor(auth, ceremony, 'recovery-code', code), 400, 'invalid_code');
    for (const code of [undefined, '', 7, ['a'], 'x'.repeat(33)])
      expectInvalid(await proveFactor(auth, ceremony, 'recovery-code', code), 'code');
    expect((await proveFactor(auth, ceremony, 'recovery-code', owner.recoveryCodes[0])).status).toBe(200);
  });

  it('proves a part of a step-up', async () => {
    const owner = await enrol(auth, await signUpDevice(auth));
    const cookies = await beginStepUp(auth, owner);
    const first = await proveStep(auth, cookies, 'recovery-code', { code: owner.recoveryCodes[1] });
    expect(first.body).toEqual({ factors: ['password'] });
    const done = await proveStep(auth, cookies, 'password', { password: owner.password });
    expect(claimsOf(done)).toMatchObject({ acr: 'aal2' });
  });

  it('takes none of before, once there are new ones', async () => {
    const owner = await enrol(auth, await signUpDevice(auth));
    const response = await send(auth, 'post', 'factors/recovery-codes', owner).expect(200);
    const { recoveryCodes } = response.body as { recoveryCodes: string[] };
    const ceremony = await askedForFactor(auth, owner);
    const old = await proveFactor(auth, ceremony, 'recovery-code', owner.recoveryCodes[0]);
    expectProblem(old, 400, 'invalid_code');
    expect((await proveFactor(auth, ceremony, 'recovery-code', recoveryCodes[9])).status).toBe(200);
  });
});
