import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { WITH_PASSKEYS } from '../../support/passkey-people';
import { newAddress } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { passkey } from '../../support/stored-factors';
import { claimsOf } from '../../support/tokens';
import { askedForFactor, codeOf, enrol, proveFactor, WITH_TOTP } from '../../support/totp';
import { withAuth } from '../../support/with-auth';

const COUNTED = [
  ['post', 'factors/totp'],
  ['delete', 'factors/totp'],
  ['put', 'factors/second'],
  ['post', 'factors/recovery-codes'],
  ['patch', 'factors/passkeys/x'],
  ['delete', 'factors/passkeys/x'],
] as const;

describe('a change of the second factor', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth(WITH_TOTP);
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  const factorsOf = async (id: string) => (await auth.services.accounts.find(id))!.factors;
  const typesOf = async (id: string) => {
    await auth.services.relay.drain();
    const events = await auth.services.activity.listAll(id, { limit: 20 });
    return events.map(({ type, details }) => `${type} ${String(details.factor)}`);
  };

  /** Gives an account a passkey, past the service. */
  async function givePasskey(id: string): Promise<void> {
    const account = (await auth.services.accounts.find(id))!;
    const change = {
      set: { passkeys: [passkey('own-id', new Date())] },
      ends: 'nothing',
      entries: [],
    } as const;
    await auth.services.stores.accounts.factors.change(account, change);
  }

  describe('DELETE /api/users/factors/totp', () => {
    it('removes the app and all that needs it; what sessions have proven with it ends', async () => {
      const owner = await enrol(auth, await signUpDevice(auth));
      const ceremony = await askedForFactor(auth, owner);
      const other = deviceOf(await proveFactor(auth, ceremony, 'totp', codeOf(owner.secret)));
      const waiting = await askedForFactor(auth, owner);
      const response = await send(auth, 'delete', 'factors/totp', owner).expect(200, {});
      expect(claimsOf(response)).toMatchObject({ acr: 'aal1', amr: ['pwd', 'otp'], gen: 1 });
      expect(await factorsOf(owner.id)).toMatchObject({
        ...{ gen: 1, totp: undefined, isRequired: false },
        recoveryCodes: [],
      });
      expect((await send(auth, 'get', 'factors', other)).status).toBe(401);
      expect(claimsOf(await refreshDevice(auth, other).expect(200))).toMatchObject({ acr: 'aal1' });
      const code = codeOf(owner.secret, 1);
      expectProblem(await proveFactor(auth, waiting, 'totp', code), 401, 'ceremony_expired');
      await signInDevice(auth, owner);
      expect(await typesOf(owner.id)).toContain('factor_removed totp');
    });

    it('leaves the second factor on where a passkey stays', async () => {
      const owner = await enrol(auth, await signUpDevice(auth));
      await givePasskey(owner.id);
      await send(auth, 'delete', 'factors/totp', owner).expect(200);
      const factors = await factorsOf(owner.id);
      expect([factors.isRequired, factors.recoveryCodes.length, factors.totp]).toEqual([true, 10, undefined]);
    });

    it('needs a fresh session with the second factor, and an app', async () => {
      const clock = stopClock();
      const plain = await signUpDevice(auth);
      expectProblem(await send(auth, 'delete', 'factors/totp', plain), 404, 'not_found');
      const weak = await signInDevice(auth, plain);
      const owner = await enrol(auth, plain);
      const refused = await send(auth, 'delete', 'factors/totp', weak);
      expectProblem(refused, 401, 'insufficient_user_authentication');
      clock.pass(11 * MINUTE);
      const stale = await send(auth, 'delete', 'factors/totp', owner);
      expectProblem(stale, 401, 'insufficient_user_authentication');
      expect((await factorsOf(owner.id)).totp).toBeDefined();
    });

    it('is done by one of several requests at once', async () => {
      const owner = await enrol(auth, await signUpDevice(auth));
      const answers = await Promise.all([1, 2, 3].map(() => send(auth, 'delete', 'factors/totp', owner)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      // 404: the app is gone; 401: what the session has proven ended with it.
      for (const { status } of answers) expect([200, 401, 404]).toContain(status);
      expect((await factorsOf(owner.id)).gen).toBe(1);
    });
  });

  describe('PUT /api/users/factors/second', () => {
    const put = (device: Parameters<typeof send>[3], on: unknown) =>
      send(auth, 'put', 'factors/second', device).send({ on });

    it('turns it off and on; factors and recovery codes stay', async () => {
      const owner = await enrol(auth, await signUpDevice(auth));
      const off = await put(owner, false).expect(200);
      expect(off.body).toMatchObject({
        required: false,
        recoveryCodes: 10,
        totp: { since: expect.any(String) },
      });
      // Who cannot prove the factor would lock themselves out.
      const device = await signInDevice(auth, owner);
      expectProblem(await put(device, true), 401, 'insufficient_user_authentication');
      expect((await put(owner, true).expect(200)).body).toMatchObject({ required: true, recoveryCodes: 10 });
      await askedForFactor(auth, owner);
      // What is so already leaves no event.
      await put(owner, true).expect(200);
      const told = (await typesOf(owner.id)).filter((type) => type.endsWith('second_factor'));
      expect(told).toEqual(['factor_added second_factor', 'factor_removed second_factor']);
    });

    it('needs a factor, a boolean and a fresh session of aal2', async () => {
      const clock = stopClock();
      const owner = await signUpDevice(auth);
      expectProblem(await put(owner, true), 409, 'no_factor');
      for (const on of [undefined, 'true', 1, null, [true]]) expectInvalid(await put(owner, on), 'on');
      const weak = await signInDevice(auth, owner);
      const enrolled = await enrol(auth, owner);
      expectProblem(await put(weak, false), 401, 'insufficient_user_authentication');
      clock.pass(11 * MINUTE);
      expectProblem(await put(enrolled, false), 401, 'insufficient_user_authentication');
    });
  });

  describe('POST /api/users/factors/recovery-codes', () => {
    const renew = (device: Parameters<typeof send>[3]) =>
      send(auth, 'post', 'factors/recovery-codes', device);

    it('makes ten, in the place of those of before', async () => {
      const owner = await enrol(auth, await signUpDevice(auth));
      const { body } = (await renew(owner).expect(200)) as { body: { recoveryCodes: string[] } };
      expect(new Set([...body.recoveryCodes, ...owner.recoveryCodes]).size).toBe(20);
      expect((await factorsOf(owner.id)).recoveryCodes).toHaveLength(10);
      expect(await typesOf(owner.id)).toContain('factor_added recovery_codes');
    });

    it('needs a factor, and a fresh session of aal2', async () => {
      const owner = await signUpDevice(auth);
      expectProblem(await renew(owner), 409, 'no_factor');
      const weak = await signInDevice(auth, owner);
      await enrol(auth, owner);
      expectProblem(await renew(weak), 401, 'insufficient_user_authentication');
    });
  });

  it('counts each request', () =>
    withAuth({ ...WITH_TOTP, ...WITH_PASSKEYS, REQUESTS_PER_ADDRESS: '3/1h' }, async (limited) => {
      const owner = await signUpDevice(limited);
      for (const [method, path] of COUNTED) {
        const from = newAddress();
        const ask = () => send(limited, method, path, owner).set('X-Forwarded-For', from);
        for (let n = 0; n < 3; n++) expect((await ask()).status).not.toBe(429);
        expectTooMany(await ask());
      }
    }));
});
