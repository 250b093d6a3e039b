import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { putBan, signUpAdmin } from '../../support/admins';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { send } from '../../support/devices';
import { gather, holdNext } from '../../support/hold';
import { invite, signUpWith, storedFor } from '../../support/invitations';
import { PASSWORD } from '../../support/people';
import { expectProblem } from '../../support/problems';

let auth: TestAuth;

/** One that also lets people in without an invitation, for those who are not the subject. */
let open: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ SIGN_UP: 'invite' });
  open = await startAuth({ MONGO_URI: auth.config.MONGO_URI });
});
afterEach(() => void jest.restoreAllMocks());
afterAll(async () => {
  await auth.stop();
  await open.stop();
});

const accountsOf = (email: string) => auth.connection.collection('users').countDocuments({ email });

describe('an invitation whose account was made, by a process that died before it had ended the invitation', () => {
  /** Makes the account, then loses MongoDB for one write, as a kill would. */
  async function halfDone() {
    const invited = await invite(auth);
    const { invitations } = auth.services.stores;
    jest.spyOn(invitations, 'remove').mockRejectedValueOnce(new Error('killed'));
    await signUpWith(auth, invited).expect(500);
    expect(await storedFor(auth, invited.email)).toEqual([invited.id]);
    return invited;
  }

  it('is completed by the same request again', async () => {
    const invited = await halfDone();
    const response = await signUpWith(auth, invited).expect(201);
    expect(response.body).toMatchObject({ id: invited.id });
    expect(await storedFor(auth, invited.email)).toEqual([]);
  });

  it('lets nobody in who has the link but not the password, and counts the guesses', async () => {
    const invited = await halfDone();
    for (let n = 0; n < 20; n++) {
      expectProblem(
        await signUpWith(auth, { ...invited, password: `a wrong passphrase ${n}` }),
        400,
        'invalid_token',
      );
    }
    expectProblem(await signUpWith(auth, invited), 429, 'too_many_requests');
  });

  it('does not let a banned person in', async () => {
    const invited = await halfDone();
    await putBan(open, await signUpAdmin(open), invited.id).expect(200);
    expectProblem(await signUpWith(auth, invited), 403, 'banned');
  });

  it('is not good any more once that account was deleted', async () => {
    const invited = await halfDone();
    await auth.services.accounts.delete((await auth.services.accounts.find(invited.id))!, []);
    expectProblem(await signUpWith(auth, invited), 400, 'invalid_token');
    expect(await accountsOf(invited.email)).toBe(0);
  });
});

describe('an invitation that is used twice at once', () => {
  it('makes one account, for both when they have the same password', async () => {
    const invited = await invite(auth);
    gather(auth.services.stores.invitations, 'findOpen', 2);
    const answers = await Promise.all([signUpWith(auth, invited), signUpWith(auth, invited)]);
    expect(answers.map(({ status, body }) => [status, (body as { id: string }).id])).toEqual([
      [201, invited.id],
      [201, invited.id],
    ]);
    expect(await accountsOf(invited.email)).toBe(1);
  });

  it('lets in only the one whose password it became', async () => {
    const invited = await invite(auth);
    gather(auth.services.stores.invitations, 'findOpen', 2);
    const answers = await Promise.all(
      [PASSWORD, `${PASSWORD} of another`].map((password) => signUpWith(auth, { ...invited, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    expectProblem(
      answers.find(({ status }) => status === 400)!,
      400,
      'invalid_token',
    );
    expect(await accountsOf(invited.email)).toBe(1);
  });
});

describe('a sign-up that is under way while its invitation ends', () => {
  /** A sign-up that has read its invitation and stands before the insert. */
  async function underWay() {
    const invited = await invite(auth);
    const insert = holdNext(auth.services.stores.accounts, 'insert');
    const answer = signUpWith(auth, invited).then((response) => response);
    await insert.reached;
    return { invited, answer, insert };
  }

  it('makes no account after an admin was told that it is removed', async () => {
    const { invited, answer, insert } = await underWay();
    const admin = await signUpAdmin(open);
    await send(auth, 'delete', `invitations/${invited.id}`, admin).expect(200);
    insert.letGo();
    expectProblem(await answer, 400, 'invalid_token');
    expect(await accountsOf(invited.email)).toBe(0);
  });

  it('makes no account after the address was invited anew, and the new invitation works', async () => {
    const { invited, answer, insert } = await underWay();
    const anew = await invite(auth, invited.email);
    insert.letGo();
    expectProblem(await answer, 400, 'invalid_token');
    expect((await signUpWith(auth, anew).expect(201)).body).toMatchObject({ id: anew.id });
  });
});
