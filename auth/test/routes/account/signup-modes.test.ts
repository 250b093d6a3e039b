import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { setCookies } from '../../support/cookies';
import { invite, signUpWith } from '../../support/invitations';
import { newEmail, PASSWORD, signUp } from '../../support/people';
import { expectInvalid, expectProblem, expectTooMany } from '../../support/problems';
import { withAuth } from '../../support/with-auth';

const post = (auth: TestAuth, body: object, from = '192.0.2.1') =>
  auth.request().post('/api/users/signup').set('X-Forwarded-For', from).send(body);

/** An account past the route, which refuses. */
async function somebody(auth: TestAuth): Promise<string> {
  const { email } = (await auth.services.stores.accounts.insert(newEmail(), 'any'))!;
  return email;
}

describe.each(['invite', 'closed'])('POST /api/users/signup with SIGN_UP=%s', (SIGN_UP) => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ SIGN_UP });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => auth.stop());

  it('makes no account and signs nobody in', async () => {
    const email = newEmail();
    const response = await post(auth, { email, password: PASSWORD });
    expectProblem(response, 403, 'sign_up_closed');
    expect(setCookies(response)).toEqual([]);
    expect(await auth.services.accounts.findByEmail(email)).toBeUndefined();
  });

  it('answers the same for a known email, and looks nothing up for either', async () => {
    const known = await somebody(auth);
    const { accounts, invitations } = auth.services.stores;
    const looks = [
      jest.spyOn(accounts, 'findByEmail'),
      jest.spyOn(invitations, 'findOpen'),
      jest.spyOn(auth.services.hashes, 'withPlace'),
    ];
    const bodies = [known, newEmail()].map((email) => ({ email, password: PASSWORD }));
    const answers = [];
    for (const body of bodies) answers.push((await post(auth, body)).body);
    expect(answers[0]).toEqual(answers[1]);
    for (const look of looks) expect(look).not.toHaveBeenCalled();
  });

  it.each([{}, { email: 'nobody' }, { email: newEmail(), password: 'password' }])(
    'says so before it looks at the fields: %j',
    async (body) => {
      expectProblem(await post(auth, body), 403, 'sign_up_closed');
    },
  );
});

describe('POST /api/users/signup with SIGN_UP=closed', () => {
  it('takes no invitation, not even one that was good', async () => {
    await withAuth({ SIGN_UP: 'closed' }, async (auth) => {
      const invited = await invite(auth);
      expectProblem(await signUpWith(auth, invited), 403, 'sign_up_closed');
      expect(await auth.services.accounts.findByEmail(invited.email)).toBeUndefined();
    });
  });
});

describe('POST /api/users/signup with SIGN_UP=open', () => {
  it('needs no invitation, uses a good one, and refuses another', async () => {
    await withAuth({}, async (auth) => {
      await signUp(auth);
      const invited = await invite(auth);
      expect((await signUpWith(auth, invited).expect(201)).body).toMatchObject({ id: invited.id });
      expectProblem(await signUpWith(auth, { email: newEmail(), token: 'x' }), 400, 'invalid_token');
    });
  });
});

describe('POST /api/users/signup with SIGN_UP=invite', () => {
  let auth: TestAuth;

  beforeAll(async () => {
    auth = await startAuth({ SIGN_UP: 'invite' });
  });
  afterAll(() => auth.stop());

  it('counts the request', async () => {
    const from = '192.0.2.77';
    await Promise.all(Array.from({ length: 300 }, () => post(auth, {}, from)));
    expectTooMany(await post(auth, {}, from));
  });

  it.each([
    ['a number', 7],
    ['null', null],
    ['an operator', { $gt: '' }],
    ['a list', ['x']],
    ['too long', 'x'.repeat(129)],
  ])('refuses an invitation that is no text, or too long a one: %s', async (_what, token) => {
    expectInvalid(await signUpWith(auth, { email: newEmail(), token }), 'invitation');
  });
});
