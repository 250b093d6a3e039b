import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { occupyCores } from '../../support/busy-hashes';
import { HOUR, restartClock, stopClock } from '../../support/clock';
import { setCookies } from '../../support/cookies';
import { deviceOf, send, signUpDevice } from '../../support/devices';
import { invite, signUpWith, storedFor } from '../../support/invitations';
import { newEmail } from '../../support/people';
import { expectProblem } from '../../support/problems';

let auth: TestAuth;

/** One that also lets people in without an invitation, for those who are not the subject. */
let open: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ SIGN_UP: 'invite' });
  open = await startAuth({ MONGO_URI: auth.config.MONGO_URI });
});
afterEach(restartClock);
afterAll(async () => {
  await auth.stop();
  await open.stop();
});

describe('signing up with an invitation', () => {
  it('makes the account that the invitation names, and signs it in', async () => {
    const { email, id, token } = await invite(auth);
    const response = await signUpWith(auth, { email, token }).expect(201);
    expect(response.body).toEqual({ id, email, roles: [], emailVerified: false });
    await send(auth, 'get', 'sessions', deviceOf(response)).expect(200);
    expect(await storedFor(auth, email)).toEqual([]);
  });

  it('takes the email however it is written', async () => {
    const { email, token } = await invite(auth);
    await signUpWith(auth, { email: ` ${email.toUpperCase()} `, token }).expect(201);
  });

  it('works once', async () => {
    const invited = await invite(auth);
    await signUpWith(auth, invited).expect(201);
    expectProblem(await signUpWith(auth, invited), 400, 'invalid_token');
  });

  it('has one answer for a token that is unknown, used, replaced, expired, removed or for another email', async () => {
    const [used, replaced, removed, others, expired] = [
      await invite(auth),
      await invite(auth),
      await invite(auth),
      await invite(auth),
      await invite(auth),
    ];
    await signUpWith(auth, used).expect(201);
    await invite(auth, replaced.email);
    await auth.services.invitations.withdraw(removed.id, []);
    const known = (await signUpDevice(open)).email;
    const answers = [];
    for (const [email, token] of [
      [newEmail(), 'x'.repeat(43)],
      [newEmail(), ''],
      [used.email, used.token],
      [replaced.email, replaced.token],
      [removed.email, removed.token],
      [newEmail(), others.token],
      [known, others.token],
    ] as const) {
      answers.push(await signUpWith(auth, { email, token }));
    }
    stopClock().pass(72 * HOUR);
    answers.push(await signUpWith(auth, expired));
    for (const answer of answers) {
      expectProblem(answer, 400, 'invalid_token');
      expect(answer.body).toEqual(answers[0]!.body);
      expect(setCookies(answer)).toEqual([]);
    }
    expect(await storedFor(auth, others.email)).toEqual([others.id]);
  });

  it('spends no hash on an invitation that is not good', async () => {
    // It would wait for one.
    const release = occupyCores(auth);
    await signUpWith(auth, { email: newEmail(), token: 'x'.repeat(43) }).expect(400);
    await release();
  });

  it('works until it expires', async () => {
    const clock = stopClock();
    const invited = await invite(auth);
    clock.pass(72 * HOUR - 1);
    await signUpWith(auth, invited).expect(201);
  });

  it('is not used up by a password that is refused', async () => {
    const invited = await invite(auth);
    await signUpWith(auth, { ...invited, password: 'password' }).expect(400);
    await signUpWith(auth, invited).expect(201);
  });

  it('tells its holder when another account has the email', async () => {
    const invited = await invite(auth);
    await auth.services.stores.accounts.insert(invited.email, 'any');
    expectProblem(await signUpWith(auth, invited), 400, 'email_in_use');
  });

  it('keeps only a hash of the token', async () => {
    const { email, token } = await invite(auth);
    const stored = JSON.stringify(await auth.connection.collection('invitations').findOne({ email }));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});
