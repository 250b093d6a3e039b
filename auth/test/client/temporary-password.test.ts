import { createClient, type ErrorCode } from '@latchkey/common/client';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startAuth, type TestAuth } from '../support/auth-service';
import { fetchWithCookies } from '../support/cookie-jar';
import { newEmail, PASSWORD } from '../support/people';
import { OWN, setTemporary, TEMPORARY } from '../support/temporary-passwords';

const CODE: ErrorCode = 'password_change_required';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

it('signs in with a temporary password and a new one, and is told when the new one is missing', async () => {
  const client = createClient({ baseUrl: auth.url, fetch: fetchWithCookies().fetch });
  const { id, email } = await client.signUp({ email: newEmail(), password: PASSWORD });
  await setTemporary(auth, id);
  const signIn = { email, password: TEMPORARY };
  await expect(client.signIn(signIn)).rejects.toMatchObject({ status: 403, code: CODE });
  expect(await client.signIn({ ...signIn, newPassword: OWN })).toMatchObject({ id, email });
  expect(await client.currentUser()).toMatchObject({ currentUser: { id } });
  await client.signOut();
  expect(await client.signIn({ email, password: OWN })).toMatchObject({ id });
});
