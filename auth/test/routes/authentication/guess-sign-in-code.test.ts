import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { cookieValue, setCookies } from '../../support/cookies';
import { verifiedOwner } from '../../support/documents';
import { openMails, WITH_MAIL } from '../../support/mailbox';
import { newAddress, newEmail, PASSWORD } from '../../support/people';
import { expectProblem, expectTooMany } from '../../support/problems';
import { CODE_CEREMONY, codeOf, mailedCode, requestCode, tryCode } from '../../support/sign-in-codes';

const WRONG = '0000-0000';

describe('POST /api/users/authentication/code', () => {
  let auth: TestAuth;
  const attempt = (secret: string, code: unknown) => tryCode(auth, secret, code);

  beforeAll(async () => {
    auth = await startAuth({ ...WITH_MAIL, SIGN_IN_BY_EMAIL: 'true' });
  });
  afterAll(() => auth.stop());

  it('takes five attempts, counted before the code is checked', async () => {
    const { email } = await verifiedOwner(auth);
    const { secret, code } = await mailedCode(auth, email);
    for (let n = 0; n < 5; n++) {
      const response = await attempt(secret, WRONG);
      expectProblem(response, 400, 'invalid_code');
      expect(setCookies(response)).toEqual([]);
    }
    expectProblem(await attempt(secret, code), 401, 'ceremony_expired');
  });

  /** Uses up what one address may guess at one account: 20 wrong codes, in ceremonies of five attempts. */
  async function useUp(email: string, from: string): Promise<void> {
    for (let n = 0; n < 20; n++) {
      if (n % 5 === 0) guessing = cookieValue(await requestCode(auth, email).expect(202), CODE_CEREMONY)!;
      expectProblem(await tryCode(auth, guessing, WRONG, from), 400, 'invalid_code');
    }
    guessing = cookieValue(await requestCode(auth, email).expect(202), CODE_CEREMONY)!;
  }
  let guessing = '';

  it('counts failures across ceremonies, for an unknown address alike, and apart from those of passwords', async () => {
    const { email } = await verifiedOwner(auth);
    for (const address of [email, newEmail()]) {
      const from = newAddress();
      await useUp(address, from);
      expectTooMany(await tryCode(auth, guessing, WRONG, from));
      expectTooMany(await tryCode(auth, guessing, codeOf(guessing), from));
      const login = { email: address, password: PASSWORD };
      const signedIn = await auth
        .request()
        .post('/api/users/signin')
        .set('X-Forwarded-For', from)
        .send(login);
      expect(signedIn.status).toBe(address === email ? 200 : 400);
    }
    await openMails(auth);
  });

  it('counts for a known device apart, and an unlock forgets the failures of all', async () => {
    const { email } = await verifiedOwner(auth);
    const signedIn = await auth.request().post('/api/users/signin').send({ email, password: PASSWORD });
    const device = `device=${cookieValue(signedIn, 'device')}`;
    const from = newAddress();
    const mailed = await mailedCode(auth, email, device);
    await useUp(email, from);
    const stranger = guessing;
    expectTooMany(await tryCode(auth, stranger, WRONG, from));
    await tryCode(auth, mailed.secret, mailed.code, from).expect(200);
    expectTooMany(await tryCode(auth, stranger, WRONG, from));
    await auth.services.limits.unlock({ id: '', email });
    expectProblem(await tryCode(auth, stranger, WRONG, from), 400, 'invalid_code');
    await openMails(auth);
  });

  it('answers the same for a ceremony of an unknown address, which no code fits', async () => {
    const asked = await requestCode(auth, newEmail()).expect(202);
    const secret = cookieValue(asked, CODE_CEREMONY)!;
    expectProblem(await attempt(secret, codeOf(secret)), 400, 'invalid_code');
    for (let n = 0; n < 4; n++) expectProblem(await attempt(secret, WRONG), 400, 'invalid_code');
    expectProblem(await attempt(secret, WRONG), 401, 'ceremony_expired');
  });
});
