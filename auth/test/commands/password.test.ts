import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { DAY, MINUTE } from '../support/clock';
import { signUpDevice } from '../support/devices';
import { changeUser, userDocument } from '../support/documents';
import { newEmail, PASSWORD } from '../support/people';
import { expectProblem } from '../support/problems';
import { endSpawned } from '../support/spawn-auth';
import { OWN } from '../support/temporary-passwords';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' });
});
afterEach(endSpawned);
afterAll(() => auth.stop());

const signIn = (email: string, password: string, newPassword?: unknown) =>
  auth.request().post('/api/users/signin').send({ email, password, newPassword });

describe('admin password', () => {
  it('prints a password, alone, with which its owner chooses another one', async () => {
    const { email, id } = await signUpDevice(auth);
    const { code, stdout, stderr } = await runAdmin(auth, ['password', ` ${email.toUpperCase()}`]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}\n$/),
    });
    expect(stderr).toMatch(/^admin: \S+ is signed out everywhere, and can sign in with this until 2\S+Z to /);
    const until = Date.parse(/until (2\S+Z)/.exec(stderr)![1]!);
    expect(Math.abs(until - Date.now() - DAY)).toBeLessThan(MINUTE);
    expect(await userDocument(auth, email)).toMatchObject({ temporaryPassword: { until: new Date(until) } });
    const temporary = stdout.trim();
    expectProblem(await signIn(email, PASSWORD), 400, 'invalid_credentials');
    expectProblem(await signIn(email, temporary), 403, 'password_change_required');
    await signIn(email, temporary, OWN).expect(200);
    const [entry] = await auth.services.audit.list({ user: id, limit: 1 });
    expect(entry).toMatchObject({ actor: 'command line', action: 'set_password', outcome: 'done' });
    expect(entry).toMatchObject({ details: {}, from: hostname() });
    expect(JSON.stringify(await userDocument(auth, email))).not.toContain(temporary);
  });

  it('prints another one each time, and only the last works', async () => {
    const { email } = await signUpDevice(auth);
    const first = (await runAdmin(auth, ['password', email])).stdout.trim();
    const second = (await runAdmin(auth, ['password', email])).stdout.trim();
    expect(second).not.toBe(first);
    expectProblem(await signIn(email, first, OWN), 400, 'invalid_credentials');
    await signIn(email, second, OWN).expect(200);
  });

  it('says of a banned account that it has to be unbanned first', async () => {
    const { email } = await signUpDevice(auth);
    await changeUser(auth, email, { ban: {} });
    const { stdout, stderr } = await runAdmin(auth, ['password', email]);
    expect(stderr).toMatch(/ and banned; after `admin unban \S+@\S+` they can sign in with this until 2/);
    await runAdmin(auth, ['unban', email]);
    await signIn(email, stdout.trim(), OWN).expect(200);
  });

  it('says that it knows no account, and is not understood without one', async () => {
    expect(await runAdmin(auth, ['password', newEmail()])).toMatchObject({ code: 1, stdout: '' });
    expect((await runAdmin(auth, ['password'])).stderr).toMatch(/not understood/);
    expect((await runAdmin(auth, ['password', 'a@b.example', 'secret'])).stderr).toMatch(/not understood/);
  });
});
