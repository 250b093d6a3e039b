import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { MINUTE, restartClock, stopClock } from '../../support/clock';
import { isCleared } from '../../support/cookies';
import { refreshDevice, send, signInDevice, signUpDevice } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { WITH_MAIL } from '../../support/mailbox';
import {
  addPasskey,
  authenticator,
  beginPasskey,
  registerPasskey,
  signUpWithPasskey,
  WITH_PASSKEYS,
} from '../../support/passkey-people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { stepUp } from '../../support/step-up';
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
    const made = await signUpWithPasskey(auth, { aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' });
    expect(await factorsOf(made.email)).toMatchObject({ passkeys: [{ name: '1Password' }] });
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

  it('wants a fresh session', async () => {
    const clock = stopClock();
    const owner = await signUpDevice(auth);
    const { options, secret } = await beginPasskey(auth, owner);
    clock.pass(11 * MINUTE);
    const credential = authenticator.create(options).json;
    const refused = await addPasskey(auth, owner, secret, { credential });
    expectProblem(refused, 401, 'insufficient_user_authentication');
    const begun = await send(auth, 'post', 'factors/passkeys/options', owner).send({});
    expectProblem(begun, 401, 'insufficient_user_authentication');
  });

  it('wants a challenge that is not old, also where the session is fresh again', async () => {
    const clock = stopClock();
    const addAfter = async (minutes: number) => {
      const owner = await signUpDevice(auth);
      const { options, secret } = await beginPasskey(auth, owner);
      clock.pass(minutes * MINUTE);
      await stepUp(auth, owner);
      return addPasskey(auth, owner, secret, { credential: authenticator.create(options).json });
    };
    expect((await addAfter(9)).status).toBe(201);
    expectProblem(await addAfter(11), 401, 'ceremony_expired');
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
