import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { invite, signUpWith } from '../../support/invitations';
import { newEmail } from '../../support/people';
import { expectProblem } from '../../support/problems';
import {
  openMessages,
  postSignUp,
  shown,
  signUpVerified,
  WITH_REQUIRED,
} from '../../support/waiting-sign-ups';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
});
afterAll(() => auth.stop());

describe('an invitation with EMAIL_VERIFICATION=required', () => {
  it('is answered alike, whether another account has taken its address or not', async () => {
    const [open, taken] = [await invite(auth), await invite(auth)];
    await auth.services.stores.accounts.insert(taken.email, 'any');
    const answers = [await signUpWith(auth, open), await signUpWith(auth, taken)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(shown(answers[1]!)).toEqual(shown(answers[0]!));
    expect(await openMessages(auth)).toEqual(
      expect.arrayContaining([
        [open.email, 'verify_email'],
        [taken.email, 'account_exists'],
      ]),
    );
  });

  it('is refused where it is not good, which tells of it alone', async () => {
    const { email } = await signUpVerified(auth);
    const invited = await invite(auth);
    const answers = [];
    for (const [each, token] of [
      [email, 'x'],
      [newEmail(), 'x'],
      [email, invited.token],
      [newEmail(), invited.token],
    ] as const)
      answers.push(await signUpWith(auth, { email: each, token }));
    for (const answer of answers) {
      expectProblem(answer, 400, 'invalid_token');
      expect(shown(answer)).toEqual(shown(answers[0]!));
    }
  });

  it.each(['invite', 'closed'])('is what SIGN_UP=%s asks for, as ever', async (SIGN_UP) => {
    const other = await startAuth({ ...WITH_REQUIRED, SIGN_UP });
    expectProblem(await postSignUp(other, { email: newEmail() }), 403, 'sign_up_closed');
    const invited = await signUpWith(other, await invite(other));
    expect(invited.status).toBe(SIGN_UP === 'invite' ? 202 : 403);
    await other.stop();
  });
});
