import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { restartClock } from '../../support/clock';
import { deviceOf, refreshDevice, send, sidOf, signInDevice, signUpDevice } from '../../support/devices';
import { userDocument } from '../../support/documents';
import {
  registerPasskey,
  signInByPasskey,
  signUpWithPasskey,
  WITH_PASSKEYS,
} from '../../support/passkey-people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { passkey, storeAal2, storeFactors, storedFactors } from '../../support/stored-factors';
import { withAuth } from '../../support/with-auth';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth(WITH_PASSKEYS);
});
afterEach(restartClock);
afterAll(() => auth.stop());

async function factorsOf(email: string) {
  const { factors } = (await userDocument(auth, email))! as unknown as { factors: { passkeys: object[] } };
  return factors;
}

async function eventsOf(account: string, type: string) {
  await auth.services.relay.drain();
  return auth.connection.collection('events').find({ account, type }).toArray();
}

describe('a passkey', () => {
  it('gets another name', async () => {
    const owner = await signUpWithPasskey(auth);
    const path = `factors/passkeys/${owner.passkey}`;
    const renamed = await send(auth, 'patch', path, owner).send({ name: 'Key' }).expect(200);
    expect(renamed.body).toMatchObject({ id: owner.passkey, name: 'Key' });
    expect(await factorsOf(owner.email)).toMatchObject({ passkeys: [{ name: 'Key' }] });
    expectInvalid(await send(auth, 'patch', path, owner).send({ name: '' }), 'name');
  });

  it('is of its owner alone', async () => {
    const owner = await signUpWithPasskey(auth);
    const other = await signUpDevice(auth);
    const path = `factors/passkeys/${owner.passkey}`;
    expectProblem(await send(auth, 'patch', path, other).send({ name: 'Mine' }), 404, 'not_found');
    expectProblem(await send(auth, 'delete', path, other), 404, 'not_found');
  });

  it('is removed: it signs in no more, and tokens end but those of this browser', async () => {
    const owner = await signUpWithPasskey(auth);
    const elsewhere = await signInDevice(auth, owner);
    const path = `factors/passkeys/${owner.passkey}`;
    const removed = await send(auth, 'delete', path, owner).expect(200);
    expect(await eventsOf(owner.id, 'factor_removed')).toHaveLength(1);
    expectProblem(await send(auth, 'get', 'sessions', elsewhere), 401, 'token_revoked');
    await refreshDevice(auth, elsewhere).expect(200);
    const session = /^session=([^;]+)/.exec(String(removed.headers['set-cookie']))![1]!;
    await send(auth, 'get', 'sessions', { ...owner, session }).expect(200);
    expectProblem(await send(auth, 'delete', path, { ...owner, session }), 404, 'not_found');
    expectProblem(await signInByPasskey(auth, owner.credential), 400, 'invalid_passkey');
    // Its credential can be another account's now.
    const next = await signUpDevice(auth);
    await registerPasskey(auth, next, { id: owner.credential.id });
  });

  it.each([
    ['whose authenticator verified nobody', { isUserVerified: false }],
    ['that an authenticator does not find by itself', { isDiscoverable: false }],
    ['of which a browser says nothing', { isDiscoverable: null }],
  ])('is no way in without a password before it was used alone: one %s', async (_what, more) => {
    const owner = await signUpWithPasskey(auth, more);
    expectProblem(await send(auth, 'delete', 'password', owner), 409, 'last_credential');
    await signInByPasskey(auth, owner.credential);
    await send(auth, 'delete', 'password', owner).expect(200);
  });

  it('may be removed with the password gone only while another signs in alone', async () => {
    const owner = await signUpWithPasskey(auth);
    await registerPasskey(auth, owner, { isDiscoverable: false });
    const here = deviceOf(await send(auth, 'delete', 'password', owner).expect(200));
    const removed = await send(auth, 'delete', `factors/passkeys/${owner.passkey}`, here);
    expectProblem(removed, 409, 'last_credential');
  });

  it('is the last way in without a password, and so are two of them at once', async () => {
    const owner = await signUpWithPasskey(auth);
    const second = await registerPasskey(auth, owner);
    const here = deviceOf(await send(auth, 'delete', 'password', owner).expect(200));
    const answers = await Promise.all(
      [owner.passkey, second.passkey].map((id) => send(auth, 'delete', `factors/passkeys/${id}`, here)),
    );
    // The one that comes later has its token ended already, or no way in left.
    const statuses = answers.map(({ status }) => status).toSorted();
    expect([
      [200, 401],
      [200, 409],
    ]).toContainEqual(statuses);
    const { passkeys } = await factorsOf(owner.email);
    expect(passkeys).toHaveLength(1);
  });
});

describe('where there is no PUBLIC_URL', () => {
  it('is removed all the same', async () => {
    await withAuth({}, async (other) => {
      const owner = await signUpDevice(other);
      await storeFactors(other, owner.email, { passkeys: [passkey('left', new Date())] });
      // By a recovery code, as its owner would.
      await storeAal2(other, sidOf(owner));
      await send(other, 'delete', 'factors/passkeys/left', owner).expect(200);
      expect(await storedFactors(other, owner.email)).toMatchObject({ passkeys: [] });
    });
  });

  it('has no other endpoints', async () => {
    await withAuth({}, async (other) => {
      const owner = await signUpDevice(other);
      for (const path of ['factors/passkeys', 'authentication/passkey'])
        expectProblem(await send(other, 'post', path, owner).send({}), 404, 'not_found');
      // It has the form of the path of a passkey, which can be removed.
      const begun = send(other, 'post', 'factors/passkeys/options', owner).send({});
      expectProblem(await begun, 405, 'method_not_allowed');
    });
  });
});
