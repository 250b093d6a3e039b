import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { cookieValue, isCleared, setCookies } from '../../support/cookies';
import { deviceOf, send, signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';

const WRONG = 'a wrong password';

describe('the device of a sign-in', () => {
  let auth: TestAuth;
  let addresses = 0;

  /** A sign-in from an address of its own, on a device, if there is one. */
  const signIn = (email: string, password: string, device?: string): PromiseLike<Response> => {
    const request = auth.request().post('/api/users/signin').send({ email, password });
    request.set('X-Forwarded-For', `198.51.${++addresses >> 8}.${addresses & 255}`);
    return device === undefined ? request : request.set('Cookie', `device=${device}`);
  };

  /** A person with a device that the account knows. */
  async function personWithDevice() {
    const email = newEmail();
    const response = await auth
      .request()
      .post('/api/users/signup')
      .send({ email, password: PASSWORD })
      .expect(201);
    return { email, device: cookieValue(response, 'device')!, cookies: deviceOf(response) };
  }

  async function failOn(email: string, device: string | undefined, times: number): Promise<void> {
    for (let n = 0; n < times; n++)
      expectProblem(await signIn(email, `${WRONG} ${n}`, device), 400, 'invalid_credentials');
  }

  beforeAll(async () => {
    auth = await startAuth({ FAILURES_PER_ACCOUNT: '12/24h' });
  });
  afterAll(() => auth.stop());

  describe('is a cookie', () => {
    it('of 128 random bits, of which the account has the hash', async () => {
      const { email, device } = await personWithDevice();
      expect(Buffer.from(device, 'base64url')).toHaveLength(16);
      const stored = await userDocument(auth, email);
      expect(stored?.devices).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
      expect(JSON.stringify(stored)).not.toContain(device);
    });

    it('that stays the same on the same browser, for each account that signs in, and at a sign-out', async () => {
      const [one, two] = [await personWithDevice(), await personWithDevice()];
      for (const { email } of [one, two]) {
        expect(cookieValue(await signIn(email, PASSWORD, one.device), 'device')).toBe(one.device);
      }
      const signedOut = await send(auth, 'post', 'signout', one.cookies).expect(200);
      expect(isCleared(signedOut, 'session')).toBe(true);
      expect(cookieValue(signedOut, 'device')).toBeUndefined();
    });

    it.each(['', 'short', 'x'.repeat(23), 'x'.repeat(5000), `${'x'.repeat(21)}.`])(
      'that is replaced when it is not one of ours: %#',
      async (device) => {
        const { email } = await personWithDevice();
        expect(cookieValue(await signIn(email, PASSWORD, device), 'device')).toMatch(/^[\w-]{22}$/);
      },
    );

    it('that comes with no failure, known email or not, device or not', async () => {
      const { email, device } = await personWithDevice();
      for (const answer of [
        await signIn(email, WRONG),
        await signIn(email, WRONG, device),
        await signIn(newEmail(), WRONG),
        await signIn(newEmail(), WRONG, device),
      ]) {
        expectProblem(answer, 400, 'invalid_credentials');
        expect(setCookies(answer)).toEqual([]);
      }
      await changeUser(auth, email, { ban: {} });
      expect(setCookies(await signIn(email, PASSWORD))).toEqual([]);
    });
  });

  it('is one of 20, and the oldest is forgotten', async () => {
    const { email, device } = await personWithDevice();
    const [first] = (await userDocument(auth, email))!.devices!;
    for (let n = 0; n < 19; n++) await signIn(email, PASSWORD);
    await signIn(email, PASSWORD, device);
    const twenty = (await userDocument(auth, email))!.devices!;
    expect(twenty).toHaveLength(20);
    expect(twenty[0]).toBe(first);
    await signIn(email, PASSWORD);
    const next = (await userDocument(auth, email))!.devices!;
    expect(next.slice(0, 19)).toEqual(twenty.slice(1));
    expect(next).toHaveLength(20);
  });

  it('is forgotten with the account', async () => {
    const person = await signUpDevice(auth);
    await send(auth, 'delete', 'me', person).send({ password: PASSWORD }).expect(200);
    expect(await userDocument(auth, `deleted:${person.id}`)).not.toHaveProperty('devices');
  });

  it('gets in when strangers have locked the account, which no new device does', async () => {
    const { email, device } = await personWithDevice();
    await failOn(email, undefined, 12);
    expectTooMany(await signIn(email, PASSWORD));
    expectTooMany(await signIn(email, PASSWORD, (await personWithDevice()).device));
    expect((await signIn(email, PASSWORD, device)).status).toBe(200);
    // That opened nothing for the strangers.
    expectTooMany(await signIn(email, PASSWORD));
  });

  it('has ten failures of its own, and then counts as a stranger', async () => {
    const { email, device } = await personWithDevice();
    await failOn(email, device, 10);
    await failOn(email, device, 12);
    expectTooMany(await signIn(email, PASSWORD, device));
    expectTooMany(await signIn(email, PASSWORD));
  });

  it('does not use up the strangers’ failures before', async () => {
    const { email, device } = await personWithDevice();
    await failOn(email, device, 10);
    await failOn(email, undefined, 12);
    expectTooMany(await signIn(email, PASSWORD, device));
  });

  it('begins again with a success', async () => {
    const { email, device } = await personWithDevice();
    await failOn(email, device, 9);
    expect((await signIn(email, PASSWORD, device)).status).toBe(200);
    // Now only failures of its own let the device try.
    await failOn(email, undefined, 12);
    await failOn(email, device, 10);
  });

  it('counts all of many guesses that come at once', async () => {
    const { email, device } = await personWithDevice();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => signIn(email, `${n}`, device)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(22).fill(400), ...Array<number>(18).fill(429)]);
  });

  it('is worth nothing at another account', async () => {
    const [mine, theirs] = [await personWithDevice(), await personWithDevice()];
    await failOn(theirs.email, mine.device, 12);
    expectTooMany(await signIn(theirs.email, WRONG, mine.device));
    const nobody = newEmail();
    await failOn(nobody, mine.device, 12);
    expectTooMany(await signIn(nobody, WRONG, mine.device));
  });

  it('of a session that came before devices is known from the next sign-in on', async () => {
    const { email } = await signUpDevice(auth);
    await auth.connection.collection('users').updateOne({ email }, { $unset: { devices: '' } });
    const device = cookieValue(await signIn(email, PASSWORD), 'device')!;
    await failOn(email, undefined, 12);
    expect((await signIn(email, PASSWORD, device)).status).toBe(200);
  });
});
