import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { cuttingHop } from '../support/cutting-hop';
import { signUpDevice } from '../support/devices';
import { PASSWORD } from '../support/people';
import { expectProblem } from '../support/problems';
import { endSpawned } from '../support/spawn-auth';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const signIn = (email: string, password: string) =>
  auth.request().post('/api/users/signin').send({ email, password });

/** Sets a password while the answers to a command of MongoDB are lost. */
async function setWithout(command: string, collection: string, email: string) {
  const hop = await cuttingHop(auth.config.MONGO_URI, command, collection);
  try {
    return await runAdmin(auth, ['password', email], { MONGO_URI: hop.uri });
  } finally {
    await hop.stop();
  }
}

describe('admin password, when MongoDB fails in between,', () => {
  it('prints the password that is set, and says that the failed sign-ins were not forgotten', async () => {
    const { email } = await signUpDevice(auth);
    const { code, stdout, stderr } = await setWithout('delete', 'limits', ` ${email.toUpperCase()}`);
    expect(stderr).toContain(
      `admin: the failed sign-ins could not be forgotten; run \`admin unlock ${email}\`\n`,
    );
    expect(code).toBe(0);
    expectProblem(await signIn(email, stdout.trim()), 403, 'password_change_required');
  });

  it('says that the password may be set when it does not know, and prints another one the next time', async () => {
    const { email } = await signUpDevice(auth);
    const lost = await setWithout('findAndModify', 'users', email);
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    expect(lost.stderr).toMatch(/^admin: the password may have been set; run it again: \S/);
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
    const { stdout } = await runAdmin(auth, ['password', email]);
    expectProblem(await signIn(email, stdout.trim()), 403, 'password_change_required');
  });
});
