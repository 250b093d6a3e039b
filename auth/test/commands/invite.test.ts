import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { signUpDevice } from '../support/devices';
import { signUpWith, storedFor } from '../support/invitations';
import { newEmail } from '../support/people';
import { expectProblem } from '../support/problems';
import { endSpawned } from '../support/spawn-auth';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});

afterEach(endSpawned);
afterAll(() => auth.stop());

const invite = (email: string, env: NodeJS.ProcessEnv = {}) =>
  runAdmin(auth, ['invite', email], { MONGO_URI: auth.config.MONGO_URI, ...env });

describe('admin invite', () => {
  it('prints a link on PUBLIC_URL, alone, and its token works', async () => {
    const email = newEmail();
    const { code, stdout, stderr } = await invite(` ${email.toUpperCase()}`, {
      PUBLIC_URL: 'https://app.example.com',
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^https:\/\/app\.example\.com\/signup\?invitation=[\w-]{43}\n$/),
      stderr: expect.stringMatching(
        /^admin: \S+ can sign up with this, once, until \S+; it proves no address\n$/,
      ),
    });
    expect(stderr).toContain(email);
    const token = new URL(stdout).searchParams.get('invitation');
    const { id } = (await signUpWith(auth, { email, token }).expect(201)).body as { id: string };
    const [entry] = await auth.services.audit.list({ user: id, limit: 1 });
    expect(entry).toMatchObject({
      actor: 'command line',
      action: 'invite',
      from: hostname(),
      outcome: 'done',
    });
  });

  it('prints the token without PUBLIC_URL, and says where it belongs', async () => {
    const email = newEmail();
    const { code, stdout, stderr } = await invite(email);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\w-]{43}\n$/);
    expect(stderr).toContain('open /signup?invitation=TOKEN');
    await signUpWith(auth, { email, token: stdout.trim() }).expect(201);
  });

  it('leads to the account pages where there are some', async () => {
    const { stdout } = await invite(newEmail(), {
      PUBLIC_URL: 'https://app.example.com',
      ACCOUNT_PATH: '/account',
    });
    expect(stdout).toMatch(/^https:\/\/app\.example\.com\/account\/signup\?invitation=[\w-]{43}\n$/);
  });

  it('ends the earlier invitation of the address', async () => {
    const email = newEmail();
    const [first, second] = [await invite(email), await invite(email)];
    expect(await storedFor(auth, email)).toHaveLength(1);
    expectProblem(await signUpWith(auth, { email, token: first.stdout.trim() }), 400, 'invalid_token');
    await signUpWith(auth, { email, token: second.stdout.trim() }).expect(201);
  });

  it('says so when there is an account', async () => {
    const { email } = await signUpDevice(auth);
    expect(await invite(email)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'admin: An account with this email exists already.\n',
    });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['nobody', {}, 'give a valid email address'],
    ['a@example.com', { SIGN_UP: 'closed' }, 'SIGN_UP=closed lets nobody sign up, invited or not'],
    ['a@example.com', { PUBLIC_URL: 'http://app.example.com' }, 'PUBLIC_URL must begin with https://'],
    ['a@example.com', { PUBLIC_URL: 'app.example.com' }, 'PUBLIC_URL must be an origin'],
  ])('invites nobody: %s with %j', async (email, env, message) => {
    const { code, stdout, stderr } = await invite(email, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(await storedFor(auth, email)).toEqual([]);
  });
});
