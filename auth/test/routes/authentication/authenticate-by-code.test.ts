import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { cookieValue, isCleared, setCookies } from '../../support/cookies';
import { cookiesOf, deviceOf, refreshDevice, send, signUpDevice } from '../../support/devices';
import { changeUser, userDocument, verifiedOwner } from '../../support/documents';
import { openMails, WITH_MAIL } from '../../support/mailbox';
import { newEmail, PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { CODE_CEREMONY, mailedCode, requestCode, tryCode } from '../../support/sign-in-codes';
import { setTemporary } from '../../support/temporary-passwords';
import { claimsOf } from '../../support/tokens';

describe('POST /api/users/authentication/code', () => {
  let auth: TestAuth;
  const attempt = (secret: string, code: unknown) => tryCode(auth, secret, code);
  const signIn = (email: string) =>
    auth.request().post('/api/users/signin').send({ email, password: PASSWORD });

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
  });
  afterEach(restartClock);
  afterAll(() => auth.stop());

  it('opens a session, and leaves a verified account as it is', async () => {
    const owner = await verifiedOwner(auth);
    await changeUser(auth, owner.email, { roles: ['staff'] });
    const { secret, code } = await mailedCode(auth, owner.email);
    const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    const response = await attempt(secret, typed);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id: owner.id, roles: ['staff'], emailVerified: true });
    expect(claimsOf(response)).toMatchObject({ amr: ['email'], acr: 'aal1', email_verified: true });
    expect(isCleared(response, CODE_CEREMONY)).toBe(true);
    await refreshDevice(auth, deviceOf(response)).expect(200);
    await refreshDevice(auth, owner).expect(200);
    await signIn(owner.email).expect(200);
  });

  it('is the first proof of an address, and takes away what is of before', async () => {
    const attacker = await signUpDevice(auth);
    await changeUser(auth, attacker.email, { roles: ['staff'], claims: { plan: 'gold' } });
    const { secret, code } = await mailedCode(auth, attacker.email);
    const response = await attempt(secret, code).expect(200);
    expect(response.body).toEqual({ id: attacker.id, email: attacker.email, roles: [], emailVerified: true });
    await send(auth, 'get', 'sessions', deviceOf(response)).expect(200);
    expectProblem(await refreshDevice(auth, attacker), 401, 'session_revoked');
    expectProblem(await signIn(attacker.email), 400, 'invalid_credentials');
    const stored = (await userDocument(auth, attacker.email))!;
    expect([stored.roles, stored.claims, stored.devices?.length]).toEqual([[], undefined, 1]);
  });

  it.each([[signUpDevice], [verifiedOwner]])(
    'opens one session, of twenty right codes at once',
    async (make) => {
      const { email } = await make(auth);
      const { secret, code } = await mailedCode(auth, email);
      const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(secret, code)));
      const lost = answers.filter(({ status }) => status !== 200);
      expect(lost).toHaveLength(19);
      for (const each of lost) {
        expectProblem(each, 401, 'ceremony_expired');
        expect(cookieValue(each, 'session')).toBeUndefined();
      }
      expectProblem(await attempt(secret, code), 401, 'ceremony_expired');
    },
  );

  it('works in the browser that asked alone, and once', async () => {
    const { email } = await verifiedOwner(auth);
    const { secret, code } = await mailedCode(auth, email);
    const other = cookieValue(await requestCode(auth, newEmail()), CODE_CEREMONY)!;
    expectProblem(await attempt(other, code), 400, 'invalid_code');
    for (const none of ['', 'x', 'A'.repeat(43)])
      expectProblem(await attempt(none, code), 401, 'ceremony_expired');
    await attempt(secret, code).expect(200);
    expectProblem(await attempt(secret, code), 401, 'ceremony_expired');
    await openMails(auth);
  });

  it('is over after ten minutes', async () => {
    const clock = stopClock();
    const { email } = await verifiedOwner(auth);
    const { secret, code } = await mailedCode(auth, email);
    clock.pass(10 * MINUTE + 1);
    expectProblem(await attempt(secret, code), 401, 'ceremony_expired');
  });

  it('is over with what has ended the sessions of the account since, and with a change of its address', async () => {
    const ends = [
      async (id: string) => {
        const { accounts } = auth.services.stores;
        await accounts.change((await accounts.findById(id))!, { kind: 'ban', ban: {} });
        await accounts.unban(id);
      },
      (_id: string, email: string) => changeUser(auth, email, { email: newEmail() }),
      async (id: string) => {
        const { accounts } = auth.services.stores;
        await accounts.change((await accounts.findById(id))!, { kind: 'delete' });
      },
    ];
    for (const make of [signUpDevice, verifiedOwner])
      for (const end of ends) {
        const { id, email } = await make(auth);
        const { secret, code } = await mailedCode(auth, email);
        await end(id, email);
        const response = await attempt(secret, code);
        expectProblem(response, 401, 'ceremony_expired');
        expect(setCookies(response)).toEqual([]);
      }
  });

  it('opens no account that is banned or has a temporary password, and proves nothing', async () => {
    for (const make of [signUpDevice, verifiedOwner]) {
      const banned = await make(auth);
      const ofBanned = await mailedCode(auth, banned.email);
      await changeUser(auth, banned.email, { ban: { reason: 'spam' } });
      expectProblem(await attempt(ofBanned.secret, ofBanned.code), 403, 'banned');
      const temporary = await make(auth);
      await setTemporary(auth, temporary.id);
      const { secret, code } = await mailedCode(auth, temporary.email);
      const response = await attempt(secret, code);
      expectProblem(response, 403, 'password_change_required');
      expect(setCookies(response)).toEqual([]);
      const { emailVerifiedAt } = (await userDocument(auth, temporary.email))!;
      expect(emailVerifiedAt !== undefined).toBe(make === verifiedOwner);
    }
  });

  it('ends the session that the browser had', async () => {
    const { email, ...device } = await verifiedOwner(auth);
    const { secret, code } = await mailedCode(auth, email);
    const cookie = `${cookiesOf(device)}; ${CODE_CEREMONY}=${secret}`;
    await attempt(secret, code).set('Cookie', cookie).expect(200);
    expectProblem(await refreshDevice(auth, device), 401, 'session_revoked');
  });

  it('refuses what is no code, or another purpose, and counts no attempt', async () => {
    const { email } = await verifiedOwner(auth);
    const { secret, code } = await mailedCode(auth, email);
    for (const none of [undefined, 7, '', 'x'.repeat(33)]) expectInvalid(await attempt(secret, none), 'code');
    for (const purpose of [undefined, 7, 'fun', 'sign-up'])
      expectInvalid(await attempt(secret, code).send({ purpose, code }), 'purpose');
    const elsewhere = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expectProblem(await attempt(secret, code).set(elsewhere), 403, 'cross_origin');
    await attempt(secret, code).expect(200);
  });
});
