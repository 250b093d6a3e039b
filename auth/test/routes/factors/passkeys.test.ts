import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { isCleared } from '../../support/cookies';
import { deviceOf, refreshDevice, send, sidOf, signInDevice, signUpDevice } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { proveFactor } from '../../support/factors';
import { WITH_MAIL } from '../../support/mailbox';
import {
  addPasskey,
  authenticator,
  beginPasskey,
  registerPasskey,
  signInByPasskey,
  signUpWithPasskey,
  WITH_PASSKEYS,
} from '../../support/passkey-people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { passkey, storedFactors, storeFactors } from '../../support/stored-factors';
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

describe('adding a passkey', () => {
  it('keeps what the authenticator has made, and tells its owner', async () => {
    const owner = await signUpDevice(auth);
    const { options, secret } = await beginPasskey(auth, owner);
    expect(options).toMatchObject({ rp: { id: 'example.com' }, user: { name: owner.email } });
    const { credential, json } = authenticator.create(options, { isBackedUp: true });
    const added = await addPasskey(auth, owner, secret, { credential: json, name: ' My phone ' }).expect(201);
    expect(added.body).toEqual({
      passkey: {
        id: expect.stringMatching(/^[\w-]{11}$/),
        name: 'My phone',
        createdAt: expect.any(String),
        backedUp: true,
      },
      recoveryCodes: Array.from({ length: 10 }, () => expect.any(String)),
    });
    expect(isCleared(added, 'ceremony-registration')).toBe(true);
    expect(await factorsOf(owner.email)).toMatchObject({
      passkeys: [{ credential: credential.id, counter: 1, isBackedUp: true }],
    });
    expect(await factorsOf(owner.email)).not.toMatchObject({ isRequired: true });
    expect(await eventsOf(owner.id, 'factor_added')).toMatchObject([
      { details: { factor: 'passkey', name: 'My phone' } },
    ]);
    await refreshDevice(auth, owner).expect(200);
  });

  it('names one after its maker or the day, where its owner does not', async () => {
    const { email } = await signUpWithPasskey(auth);
    const day = new Date().toISOString().slice(0, 10);
    expect(await factorsOf(email)).toMatchObject({ passkeys: [{ name: `Passkey ${day}` }] });
  });

  it('leaves out those that there are, and ends with twenty', async () => {
    const owner = await signUpDevice(auth);
    const ids = [];
    for (let n = 0; n < 20; n++) ids.push((await registerPasskey(auth, owner)).credential.id);
    const { passkeys } = await factorsOf(owner.email);
    expect(passkeys.map((each) => (each as { credential: string }).credential)).toEqual(ids);
    const more = send(auth, 'post', 'factors/passkeys/options', owner).send({});
    expectProblem(await more, 409, 'too_many_passkeys');
  });

  it('adds no twenty-first of two at once', async () => {
    const owner = await signUpDevice(auth);
    for (let n = 0; n < 19; n++) await registerPasskey(auth, owner);
    const begun = await Promise.all([beginPasskey(auth, owner), beginPasskey(auth, owner)]);
    const answers = await Promise.all(
      begun.map(({ options, secret }) =>
        addPasskey(auth, owner, secret, { credential: authenticator.create(options).json }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('answers one challenge once, in the session that asked for it', async () => {
    const owner = await signUpDevice(auth);
    const other = await signInDevice(auth, owner);
    const { options, secret } = await beginPasskey(auth, owner);
    const credential = authenticator.create(options).json;
    expectProblem(await addPasskey(auth, other, secret, { credential }), 401, 'ceremony_expired');
    expectProblem(await addPasskey(auth, owner, secret, { credential }), 401, 'ceremony_expired');
    const next = await beginPasskey(auth, owner);
    expectProblem(await addPasskey(auth, owner, next.secret, { credential }), 400, 'invalid_passkey');
    const good = authenticator.create(next.options).json;
    expectProblem(await addPasskey(auth, owner, next.secret, { credential: good }), 401, 'ceremony_expired');
    expectProblem(
      await addPasskey(auth, owner, 'A'.repeat(43), { credential: good }),
      401,
      'ceremony_expired',
    );
  });

  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'evil.example' }],
  ])('refuses one that was made on a page %s', async (_what, more) => {
    const owner = await signUpDevice(auth);
    const { options, secret } = await beginPasskey(auth, owner);
    const { json } = authenticator.create(options, more);
    expectProblem(await addPasskey(auth, owner, secret, { credential: json }), 400, 'invalid_passkey');
  });

  it('gives the same credential to one of two accounts, also at once', async () => {
    const owners = [await signUpDevice(auth), await signUpDevice(auth)];
    const begun = await Promise.all(owners.map((owner) => beginPasskey(auth, owner)));
    const id = Buffer.alloc(32, 7).toString('base64url');
    const answers = await Promise.all(
      begun.map(({ options, secret }, n) =>
        addPasskey(auth, owners[n]!, secret, { credential: authenticator.create(options, { id }).json }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400]);
    const loser = answers.find(({ status }) => status === 400)!;
    expectProblem(loser, 400, 'invalid_passkey');
  });

  it('wants a fresh session, and a challenge that is not old', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    const { options, secret } = await beginPasskey(auth, owner);
    clock.pass(11 * MINUTE);
    const credential = authenticator.create(options).json;
    const fresh = await signInDevice(auth, owner);
    expectProblem(
      await addPasskey(auth, owner, secret, { credential }),
      401,
      'insufficient_user_authentication',
    );
    expectProblem(await addPasskey(auth, fresh, secret, { credential }), 401, 'ceremony_expired');
    const options2 = send(auth, 'post', 'factors/passkeys/options', owner).send({});
    expectProblem(await options2, 401, 'insufficient_user_authentication');
  });

  it.each<[string, object, string]>([
    ['no credential', {}, 'credential'],
    ['a text as credential', { credential: 'x' }, 'credential'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['an empty name', { name: '  ' }, 'name'],
    ['a long name', { name: 'x'.repeat(65) }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
  ])('refuses %s', async (_what, body, field) => {
    const owner = await signUpDevice(auth);
    const { options, secret } = await beginPasskey(auth, owner);
    const credential = authenticator.create(options).json;
    const sent = field === 'name' ? { credential, ...body } : body;
    expectInvalid(await addPasskey(auth, owner, secret, sent), field);
  });

  it('refuses a body of 16 KB', async () => {
    const owner = await signUpDevice(auth);
    const answer = await addPasskey(auth, owner, 'A'.repeat(43), { credential: 'x'.repeat(20_000) });
    expect(answer.status).toBe(413);
  });
});

describe('where the address is to be verified', () => {
  it('is refused before that', async () => {
    const env = { ...WITH_MAIL, EMAIL_VERIFICATION: 'optional' };
    await withAuth(env, async (other) => {
      const owner = await signUpDevice(other);
      const begun = await send(other, 'post', 'factors/passkeys/options', owner).send({});
      expectProblem(begun, 403, 'email_not_verified');
    });
  });
});

describe('where there is no PUBLIC_URL', () => {
  it('is removed all the same', async () => {
    await withAuth({}, async (other) => {
      const owner = await signUpDevice(other);
      await storeFactors(other, owner.email, { passkeys: [passkey('left', new Date())] });
      // By a recovery code, as its owner would.
      await proveFactor(other, sidOf(owner));
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
