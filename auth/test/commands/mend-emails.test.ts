import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUpDevice } from '../support/devices';
import { signUpStoredAs, userDocument } from '../support/documents';
import { newEmail } from '../support/people';
import { endSpawned } from '../support/spawn-auth';

let auth: TestAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const signIn = (email: string, password: string) =>
  auth.request().post('/api/users/signin').send({ email, password });

it('brings stored emails into the form that is looked up, and can be repeated', async () => {
  const good = await signUpDevice(auth);
  const [capitals, unicode] = [newEmail(), newEmail()];
  const owner = await signUpStoredAs(auth, capitals.toUpperCase());
  await signUpStoredAs(auth, unicode.replace('example', 'm\u00fcnchen'));
  await signIn(capitals, owner.password).expect(400);
  expect(await runAdmin(auth, ['mend-emails'])).toEqual({
    code: 0,
    stdout: '2 mended, 0 left as they are\n',
    stderr: '',
  });
  await signIn(capitals, owner.password).expect(200);
  expect(await userDocument(auth, unicode.replace('example', 'xn--mnchen-3ya'))).not.toBeNull();
  expect(await userDocument(auth, good.email)).toMatchObject({ gen: 0 });
  expect(await auth.services.audit.list({ user: owner.id, limit: 2 })).toMatchObject([
    { actor: 'command line', action: 'mend_email', details: {}, outcome: 'done' },
  ]);
  expect(await runAdmin(auth, ['mend-emails'])).toMatchObject({
    code: 0,
    stdout: '0 mended, 0 left as they are\n',
  });
});

it('leaves two accounts of one address as they are, and names them by their ids', async () => {
  const { email } = await signUpDevice(auth);
  const { id } = await signUpStoredAs(auth, email.toUpperCase());
  const hidden = await signUpStoredAs(auth, email.replace('@', '\u200b@'));
  const { code, stdout, stderr } = await runAdmin(auth, ['mend-emails']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`account ${id} is left as it is`);
  expect(stderr).toMatch(new RegExp(`account ${hidden.id} would be refused at a sign-up: .* invisible`));
  expect(stderr).toContain('0 mended, 1 left as they are');
  expect(stderr.toLowerCase()).not.toContain(email.split('@')[0]);
  expect(await userDocument(auth, email.toUpperCase())).not.toBeNull();
});
