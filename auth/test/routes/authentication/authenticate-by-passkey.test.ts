import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseUri, startAuth, type TestAuth } from '../../support/auth-service';
import type { Circumstances } from '../../support/authenticator';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { deviceOf, send } from '../../support/devices';
import { changeUser } from '../../support/documents';
import {
  authenticator,
  openSignIn,
  sendProof,
  signInByPasskey,
  signUpWithPasskey,
  WITH_PASSKEYS,
} from '../../support/passkey-people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';

let auth: TestAuth;
let replica: TestAuth;
beforeAll(async () => {
  const env = { ...WITH_PASSKEYS, MONGO_URI: databaseUri() };
  [auth, replica] = [await startAuth(env), await startAuth(env)];
});
afterEach(restartClock);
afterAll(async () => {
  await replica.stop();
  await auth.stop();
});

describe('a passkey alone', () => {
  it('signs in at aal2, and keeps that it was used', async () => {
    const { credential, email, id } = await signUpWithPasskey(auth);
    const response = await signInByPasskey(auth, credential, { isBackedUp: true });
    expect(response.body).toMatchObject({ id, email });
    expect(claimsOf(response)).toMatchObject({ amr: ['swk', 'mfa'], acr: 'aal2' });
    const factors = await send(auth, 'get', 'factors', deviceOf(response)).expect(200);
    expect(factors.body).toMatchObject({ passkeys: [{ backedUp: true, lastUsedAt: expect.any(String) }] });
    expect(claimsOf(await signInByPasskey(auth, credential))).toMatchObject({ amr: ['hwk', 'mfa'] });
  });

  it('takes the challenge of any tab of this browser, and of no other', async () => {
    const { credential } = await signUpWithPasskey(auth);
    const one = await openSignIn(auth);
    const two = await openSignIn(auth, one.cookie);
    expect(two.cookie).toBe(one.cookie);
    const elsewhere = await openSignIn(auth);
    const proof = () => authenticator.get(credential, one.challenge);
    expectProblem(await sendProof(auth, elsewhere.cookie, proof()), 400, 'invalid_passkey');
    expectProblem(await sendProof(auth, '', proof()), 400, 'invalid_passkey');
    await sendProof(auth, one.cookie, proof()).expect(200);
  });

  it('answers a challenge once, also at once on two replicas', async () => {
    const { credential } = await signUpWithPasskey(auth);
    const { challenge, cookie } = await openSignIn(auth);
    const proof = authenticator.get(credential, challenge);
    const both = await Promise.all([auth, replica].map((each) => sendProof(each, cookie, proof)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expectProblem(await sendProof(auth, cookie, proof), 400, 'invalid_passkey');
    const again = authenticator.get(credential, challenge);
    expectProblem(await sendProof(auth, cookie, again), 400, 'invalid_passkey');
  });

  it('answers no old challenge, and none of anybody else', async () => {
    const clock = stopClock();
    const { credential } = await signUpWithPasskey(auth);
    const { challenge, cookie } = await openSignIn(auth);
    clock.pass(11 * MINUTE);
    const late = await sendProof(auth, cookie, authenticator.get(credential, challenge));
    expectProblem(late, 400, 'invalid_passkey');
    const made = await sendProof(auth, cookie, authenticator.get(credential, 'A'.repeat(72)));
    expectProblem(made, 400, 'invalid_passkey');
  });

  it.each<[string, Partial<Circumstances>]>([
    ['on a page of another origin', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['without verifying its user', { isUserVerified: false }],
    ['without telling its user', { userHandle: undefined }],
    ['for another user', { userHandle: 'A'.repeat(16) }],
  ])('signs nobody in %s', async (_what, more) => {
    const { credential } = await signUpWithPasskey(auth);
    expectProblem(await signInByPasskey(auth, credential, more), 400, 'invalid_passkey');
  });

  it('signs nobody in with the key of another one, or a signature that was changed', async () => {
    const [one, other] = [await signUpWithPasskey(auth), await signUpWithPasskey(auth)];
    const stolen = { ...one.credential, key: other.credential.key };
    expectProblem(await signInByPasskey(auth, stolen), 400, 'invalid_passkey');
    const { challenge, cookie } = await openSignIn(auth);
    const proof = authenticator.get(one.credential, challenge);
    const bytes = Buffer.from(proof.response.signature, 'base64url');
    bytes[bytes.length - 1]! ^= 1;
    proof.response.signature = bytes.toString('base64url');
    expectProblem(await sendProof(auth, cookie, proof), 400, 'invalid_passkey');
  });

  it('is refused when its counter went back, and its owner reads why', async () => {
    const { credential, id } = await signUpWithPasskey(auth);
    expect((await signInByPasskey(auth, credential, { counter: 9 })).status).toBe(200);
    expectProblem(await signInByPasskey(auth, credential, { counter: 8 }), 400, 'invalid_passkey');
    await auth.services.relay.drain();
    const told = auth.connection.collection('events').find({ account: id, type: 'sign_in_failed' });
    expect(await told.toArray()).toMatchObject([{ details: { reason: 'counter_went_back' } }]);
  });

  it('signs in to no banned and no deleted account', async () => {
    const [banned, deleted] = [await signUpWithPasskey(auth), await signUpWithPasskey(auth)];
    await changeUser(auth, banned.email, { ban: {} });
    expectProblem(await signInByPasskey(auth, banned.credential), 403, 'banned');
    await send(auth, 'delete', 'me', deleted).expect(200);
    expectProblem(await signInByPasskey(auth, deleted.credential), 400, 'invalid_passkey');
  });

  it.each([undefined, 'x', 7, {}, { id: 'AAAA' }])('refuses the credential %j', async (credential) => {
    const { cookie } = await openSignIn(auth);
    expectInvalid(await sendProof(auth, cookie, credential as object), 'credential');
  });
});
