import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { DAY, restartClock, stopClock } from '../../support/clock';
import { invite, storedFor } from '../../support/invitations';
import { expectProblem } from '../../support/problems';
import { crashAfterInsert, openLink, waitingSignUp, WITH_REQUIRED } from '../../support/waiting-sign-ups';

let auth: TestAuth;
const open = (token: unknown, cookie?: string, password?: unknown) => openLink(auth, token, cookie, password);
const accountsOf = (email: string) => auth.connection.collection('users').countDocuments({ email });

beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
});
afterEach(() => {
  restartClock();
  jest.restoreAllMocks();
});
afterAll(() => auth.stop());

describe('a sign-up by invitation', () => {
  const invited = async () => {
    const invitation = await invite(auth);
    const signUp = await waitingSignUp(auth, { email: invitation.email, invitation: invitation.token });
    return { ...signUp, id: invitation.id };
  };

  it('becomes the account that the invitation names, and ends it', async () => {
    const { email, token, cookie, id } = await invited();
    expect(await storedFor(auth, email)).toEqual([id]);
    expect((await open(token, cookie).expect(200)).body).toMatchObject({ id, emailVerified: true });
    expect(await storedFor(auth, email)).toEqual([]);
  });

  it('is one account, of several sign-ups with one invitation', async () => {
    const invitation = await invite(auth);
    const { email } = invitation;
    const all = [];
    for (let n = 0; n < 2; n++) all.push(await waitingSignUp(auth, { email, invitation: invitation.token }));
    const answers = await Promise.all(all.map(({ token, cookie }) => open(token, cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await accountsOf(email)).toBe(1);
  });

  it('ends the invitation that a crash left open, when the link is opened again', async () => {
    const { email, token, cookie, id } = await invited();
    jest.spyOn(auth.services.stores.invitations, 'remove').mockRejectedValueOnce(new Error('killed'));
    await crashAfterInsert(auth, { email, token, cookie });
    expect(await storedFor(auth, email)).toEqual([id]);
    expectProblem(await open(token, cookie), 400, 'invalid_token');
    expect(await storedFor(auth, email)).toEqual([]);
  });

  it('is over once the invitation is removed, replaced or expired, also when its tombstone is gone', async () => {
    const clock = stopClock();
    const [removed, replaced] = [await invited(), await invited()];
    await auth.services.invitations.withdraw(removed.id, []);
    await invite(auth, replaced.email);
    for (const { token, cookie } of [removed, replaced])
      expectProblem(await open(token, cookie), 400, 'invalid_token');
    for (const { id } of [removed, replaced]) await auth.services.stores.accounts.tombstones.remove(id);
    for (const { token, cookie } of [removed, replaced])
      expectProblem(await open(token, cookie), 400, 'invalid_token');
    const invitation = await invite(auth);
    clock.pass(2.5 * DAY);
    const late = await waitingSignUp(auth, { email: invitation.email, invitation: invitation.token });
    clock.pass(0.6 * DAY);
    expectProblem(await open(late.token, late.cookie), 400, 'invalid_token');
    expect(await accountsOf(late.email)).toBe(0);
  });
});
