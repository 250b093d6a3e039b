import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, SECOND, stopClock } from '../../support/clock';
import { cookieValue, isCleared } from '../../support/cookies';
import { deviceOf, send } from '../../support/devices';
import { userDocument } from '../../support/documents';
import { openMails } from '../../support/mailbox';
import { PASSWORD } from '../../support/people';
import { expectInvalid, expectProblem } from '../../support/problems';
import { claimsOf } from '../../support/tokens';
import {
  openLink,
  postSignUp,
  SIGN_UP_CEREMONY,
  waitingSignUp,
  WITH_REQUIRED,
} from '../../support/waiting-sign-ups';

const NEXT = 'quite another password';

let auth: TestAuth;
const open = (token: unknown, cookie?: string, password?: unknown) => openLink(auth, token, cookie, password);
const signIn = (email: string, password: string) =>
  auth.request().post('/api/users/signin').send({ email, password });
const waiting = () => auth.connection.collection<{ _id: string; email: string }>('signups');
const accountsOf = (email: string) => auth.connection.collection('users').countDocuments({ email });

beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
});
afterEach(restartClock);
afterAll(() => auth.stop());

describe('the link of a sign-up, in the browser that signed up', () => {
  it('makes the account with the password that was chosen, and signs in', async () => {
    const { email, token, cookie } = await waitingSignUp(auth);
    const response = await open(token, cookie).expect(200);
    expect(response.body).toEqual({ id: expect.any(String), email, roles: [], emailVerified: true });
    expect(claimsOf(response)).toMatchObject({ amr: ['pwd', 'email'], acr: 'aal1', email_verified: true });
    expect(isCleared(response, SIGN_UP_CEREMONY)).toBe(true);
    await send(auth, 'get', 'sessions', deviceOf(response)).expect(200);
    await signIn(email, PASSWORD).expect(200);
    expect(await waiting().countDocuments({ email })).toBe(0);
  });

  it('has its events in the log', async () => {
    const { token, cookie } = await waitingSignUp(auth);
    const { id } = (await open(token, cookie).expect(200)).body as { id: string };
    await auth.services.relay.drain();
    const events = await auth.connection
      .collection('events')
      .find({ account: id })
      .sort({ _id: 1 })
      .toArray();
    expect(events.map(({ type }) => String(type)).sort()).toEqual([
      'account_created',
      'email_verified',
      'signed_in',
    ]);
  });

  it('takes a password that is sent all the same, in the place of the one that waits', async () => {
    const { email, token, cookie } = await waitingSignUp(auth);
    await open(token, cookie, NEXT).expect(200);
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
    await signIn(email, NEXT).expect(200);
  });

  it('works for a day, however often the mail was opened', async () => {
    const clock = stopClock();
    const [early, late] = [await waitingSignUp(auth), await waitingSignUp(auth)];
    clock.pass(DAY - SECOND);
    expect((await auth.request().get(`/api/users/email/verify?token=${early.token}`)).status).toBe(405);
    await open(early.token, early.cookie).expect(200);
    clock.pass(2 * SECOND);
    expectProblem(await open(late.token, late.cookie), 400, 'invalid_token');
    expect(await accountsOf(late.email)).toBe(0);
  });
});

describe('the link of a sign-up, in any other browser', () => {
  it('asks for a new password, and uses nothing up before', async () => {
    const { email, token } = await waitingSignUp(auth);
    const other = await waitingSignUp(auth);
    for (const cookie of ['', other.cookie, `${SIGN_UP_CEREMONY}=${'A'.repeat(43)}`])
      expectProblem(await open(token, cookie), 403, 'new_password_required');
    expectInvalid(await open(token, '', 'short'), 'password');
    expectInvalid(await open(token, '', email), 'password');
    expect(await accountsOf(email)).toBe(0);
    const response = await open(token, '', NEXT).expect(200);
    expect(claimsOf(response)).toMatchObject({ amr: ['email'], acr: 'aal1', email_verified: true });
    expect(cookieValue(response, SIGN_UP_CEREMONY)).toBeUndefined();
  });

  it('gives an attacker who signed up first nothing, when the owner opens it on a phone', async () => {
    const attacker = await waitingSignUp(auth, { password: 'the password of an attacker' });
    const response = await open(attacker.token, '', NEXT).expect(200);
    expectProblem(await signIn(attacker.email, attacker.password), 400, 'invalid_credentials');
    expectProblem(await open(attacker.token, attacker.cookie), 400, 'invalid_token');
    expect((await userDocument(auth, attacker.email))!.devices).toHaveLength(1);
    await send(auth, 'get', 'sessions', deviceOf(response)).expect(200);
  });

  it('gives an attacker who signed up beside the owner nothing: the owner’s link ends the other', async () => {
    const attacker = await waitingSignUp(auth, { password: 'the password of an attacker' });
    const owner = await waitingSignUp(auth, { email: attacker.email, password: NEXT });
    expectProblem(await open(attacker.token, owner.cookie), 403, 'new_password_required');
    await open(owner.token, owner.cookie).expect(200);
    for (const cookie of [attacker.cookie, owner.cookie])
      expectProblem(await open(attacker.token, cookie), 400, 'invalid_token');
    expectProblem(await signIn(attacker.email, attacker.password), 400, 'invalid_credentials');
    await signIn(attacker.email, NEXT).expect(200);
    expect(await waiting().countDocuments({ email: attacker.email })).toBe(0);
  });

  it('leaves the owner the last link that was mailed, whatever a stranger floods', async () => {
    const { email, token } = await waitingSignUp(auth);
    for (let n = 0; n < 5; n++) await postSignUp(auth, { email }).expect(202);
    await openMails(auth);
    await open(token, '', NEXT).expect(200);
  });
});
