import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '@latchkey/common/client';
import { startAuth, type TestAuth } from '../support/auth-service';
import { fetchWithCookies } from '../support/cookie-jar';
import { openMails, tokenOf } from '../support/mailbox';
import { newEmail, PASSWORD as password } from '../support/people';
import { WITH_REQUIRED } from '../support/waiting-sign-ups';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth(WITH_REQUIRED);
});
afterAll(() => auth.stop());

/** A browser with a client. */
function open() {
  const { fetch, cookies } = fetchWithCookies();
  return { client: createClient({ baseUrl: auth.url, fetch }), cookies };
}

it('a sign-up rejects with verify_email, and the link of its mail signs in', async () => {
  const { client, cookies } = open();
  const email = newEmail();
  await expect(client.signUp({ email, password })).rejects.toMatchObject({
    status: 202,
    code: 'verify_email',
  });
  const token = tokenOf((await openMails(auth))[0]!);
  await expect(open().client.verifyEmail({ token })).rejects.toMatchObject({ code: 'new_password_required' });
  expect(await client.verifyEmail({ token })).toMatchObject({ email, emailVerified: true });
  expect([...cookies.keys()].sort()).toEqual(['account', 'device', 'refresh', 'session']);
  expect((await client.currentUser()).currentUser).toMatchObject({ email });
});

it('a sign-in to an account that is to be verified rejects with verify_email, and asks for no refresh', async () => {
  const { fetch, sent } = fetchWithCookies();
  const client = createClient({ baseUrl: auth.url, fetch });
  const before = await startAuth({ MONGO_URI: auth.config.MONGO_URI });
  const email = newEmail();
  await before.request().post('/api/users/signup').send({ email, password }).expect(201);
  await expect(client.signIn({ email, password })).rejects.toMatchObject({
    status: 401,
    code: 'verify_email',
  });
  expect(sent).toEqual(['POST /api/users/signin']);
  const token = tokenOf((await openMails(auth))[0]!);
  expect(await client.verifyEmail({ token })).toMatchObject({ email, emailVerified: true });
  await before.stop();
});
