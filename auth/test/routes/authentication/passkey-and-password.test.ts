import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { cookieValue } from '../../support/cookies';
import { cookiesOf, deviceOf, send, signUpDevice } from '../../support/devices';
import {
  authenticator,
  signInByPasskey,
  signUpWithPasskey,
  WITH_PASSKEYS,
} from '../../support/passkey-people';
import { expectProblem } from '../../support/problems';
import { beginStepUp, proveStep } from '../../support/step-up';
import { claimsOf } from '../../support/tokens';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth(WITH_PASSKEYS);
});
afterAll(() => auth.stop());

describe('a passkey beside a password', () => {
  async function signInWithPassword(email: string, password: string) {
    const response = await auth.request().post('/api/users/signin').send({ email, password });
    return `ceremony-sign-in=${cookieValue(response, 'ceremony-sign-in')}`;
  }
  const at = (path: string, cookie: string, body: object) =>
    auth
      .request()
      .post(`/api/users/authentication/passkey${path}`)
      .set('Cookie', cookie)
      .send({ purpose: 'sign-in', ...body });

  async function required() {
    const owner = await signUpWithPasskey(auth);
    await send(auth, 'put', 'factors/second', owner).send({ on: true }).expect(200);
    return { ...owner, cookie: await signInWithPassword(owner.email, owner.password) };
  }

  it('is its second factor, which need not verify its user', async () => {
    const { credential, cookie } = await required();
    const asked = await at('/options', cookie, {}).expect(200);
    const { challenge, allowCredentials } = asked.body as { challenge: string; allowCredentials: object[] };
    expect(allowCredentials).toMatchObject([{ id: credential.id }]);
    const proof = authenticator.get(credential, challenge, { isUserVerified: false });
    const signedIn = await at('', cookie, { credential: proof }).expect(200);
    expect(claimsOf(signedIn)).toMatchObject({ amr: ['pwd', 'hwk', 'mfa'], acr: 'aal2' });
    expectProblem(await at('', cookie, { credential: proof }), 401, 'ceremony_expired');
  });

  it('is no second factor of another account, and answers one challenge once', async () => {
    const [one, other] = [await required(), await required()];
    const challengeFor = async () =>
      ((await at('/options', one.cookie, {}).expect(200)).body as { challenge: string }).challenge;
    const ofOther = authenticator.get(other.credential, await challengeFor());
    expectProblem(await at('', one.cookie, { credential: ofOther }), 400, 'invalid_passkey');
    const challenge = await challengeFor();
    const bad = authenticator.get(one.credential, challenge, { origin: 'https://evil.example' });
    expectProblem(await at('', one.cookie, { credential: bad }), 400, 'invalid_passkey');
    const late = authenticator.get(one.credential, challenge);
    expectProblem(await at('', one.cookie, { credential: late }), 400, 'invalid_passkey');
    const unasked = authenticator.get(one.credential, 'A'.repeat(43));
    expectProblem(await at('', one.cookie, { credential: unasked }), 400, 'invalid_passkey');
    const good = authenticator.get(one.credential, await challengeFor());
    await at('', one.cookie, { credential: good }).expect(200);
  });

  it('steps a session up by itself', async () => {
    const owner = await signUpWithPasskey(auth);
    const cookie = await beginStepUp(auth, owner, 'aal2');
    const offered = await at('/options', cookie, { purpose: 'step-up' }).expect(200);
    const { challenge } = offered.body as { challenge: string };
    const credential = authenticator.get(owner.credential, challenge);
    const proven = await proveStep(auth, cookie, 'passkey', { credential });
    expect(claimsOf(proven)).toMatchObject({ acr: 'aal2' });
    const other = await signUpDevice(auth);
    const asked = await at('/options', cookiesOf(other), { purpose: 'step-up' });
    expectProblem(asked, 401, 'ceremony_expired');
  });
});

describe('a password beside a passkey', () => {
  it('can be removed, and signs nobody in then; not without the passkey', async () => {
    const owner = await signUpWithPasskey(auth);
    const here = deviceOf(await send(auth, 'delete', 'password', owner).expect(200));
    await send(auth, 'get', 'sessions', here).expect(200);
    const { email, password } = owner;
    const signIn = await auth.request().post('/api/users/signin').send({ email, password });
    expectProblem(signIn, 400, 'invalid_credentials');
    expect((await signInByPasskey(auth, owner.credential)).status).toBe(200);
    const without = await signUpDevice(auth);
    expectProblem(await send(auth, 'delete', 'password', without), 409, 'last_credential');
  });

  it('is removed by one of two requests that remove both at once', async () => {
    const owner = await signUpWithPasskey(auth);
    const answers = await Promise.all([
      send(auth, 'delete', 'password', owner),
      send(auth, 'delete', `factors/passkeys/${owner.passkey}`, owner),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // 409: nothing else is left; 401: the sessions have ended with the password.
    for (const { status } of answers) expect([200, 401, 409]).toContain(status);
  });
});
