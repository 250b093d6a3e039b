import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../tools/ports';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { withRoles } from '../support/admins';
import { refreshDevice, send, signUpDevice } from '../support/devices';
import { newEmail } from '../support/people';
import { endSpawned } from '../support/spawn-auth';
import { accessTokenIn, claimsOf, jwtPart } from '../support/tokens';

let auth: TestAuth;

beforeAll(async () => {
  auth = await startAuth();
});

afterEach(endSpawned);
afterAll(() => auth.stop());

const admin = (args: string[], env?: NodeJS.ProcessEnv) => runAdmin(auth, args, env);

describe('admin grant', () => {
  it('gives a role that counts with the next access token, and kills the older tokens', async () => {
    const person = await signUpDevice(auth);
    const before = jwtPart(accessTokenIn(person.session), 1);

    expect(await admin(['grant', 'admin', person.email])).toEqual({
      code: 0,
      stdout: `${person.email} now has: admin\n`,
      stderr: '',
    });
    await send(auth, 'get', 'sessions', person).expect(401);

    const refreshed = await refreshDevice(auth, person).expect(200);
    expect(refreshed.body).toEqual({
      id: person.id,
      email: person.email,
      roles: ['admin'],
      emailVerified: false,
    });
    const after = claimsOf(refreshed);
    expect(after.roles).toEqual(['admin']);
    expect(after.gen).toBeGreaterThan(before.gen);
  });

  it('finds an account however its email is written', async () => {
    const { email } = await signUpDevice(auth);
    const { stdout } = await admin(['grant', 'admin', ` ${email.toUpperCase()} `]);
    expect(stdout).toBe(`${email} now has: admin\n`);
  });

  it('works on an account that an older service made, which has no generation yet', async () => {
    const email = newEmail();
    await auth.connection.collection('users').insertOne({ email, password: 'any', __v: 0 });
    expect(await admin(['grant', 'admin', email])).toMatchObject({
      code: 0,
      stdout: `${email} now has: admin\n`,
    });
  });

  it('leaves an account that has the role already as it is, so that nobody has to refresh', async () => {
    const person = await signUpDevice(auth);
    await admin(['grant', 'admin', person.email]);
    const { gen } = claimsOf(await refreshDevice(auth, person));
    expect(await admin(['grant', 'admin', person.email])).toMatchObject({ code: 0 });
    expect(claimsOf(await refreshDevice(auth, person)).gen).toBe(gen);
  });

  it('loses no role when several are given at once', async () => {
    const person = await signUpDevice(auth);
    const roles = ['one', 'two', 'three'];
    const runs = await Promise.all(roles.map((role) => admin(['grant', role, person.email])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    const { body } = (await refreshDevice(auth, person).expect(200)) as { body: { roles: string[] } };
    expect(body.roles.sort()).toEqual(roles.sort());
  });

  it('does not write over a change that came after it had read the account', async () => {
    const { accounts } = auth.services.stores;
    const { email } = await signUpDevice(auth);
    const read = (await accounts.findByEmail(email))!;
    const set = (role: string) => accounts.change(read, { kind: 'set_roles', roles: [role] });
    expect(await set('one')).toMatchObject({ roles: ['one'], gen: read.gen + 1 });
    expect(await set('two')).toBeUndefined();
    expect(await accounts.findByEmail(email)).toMatchObject({ roles: ['one'] });
  });

  it.each(['Admin', 'two words', 'a'.repeat(65), 'rôle'])('refuses %j as a role', async (role) => {
    const person = await signUpDevice(auth);
    expect(await admin(['grant', role, person.email])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'admin: a role is 1 to 64 of a-z, 0-9, colon, underscore and hyphen\n',
    });
    await send(auth, 'get', 'sessions', person).expect(200);
  });
});

describe('admin revoke', () => {
  beforeAll(async () => {
    await withRoles(auth, await signUpDevice(auth), 'admin');
  });

  it('takes one role away, and the access tokens that carry it', async () => {
    const person = await signUpDevice(auth);
    await admin(['grant', 'admin', person.email]);
    await admin(['grant', 'tickets:purchase', person.email]);
    const before = await refreshDevice(auth, person).expect(200);

    const { stdout } = await admin(['revoke', 'admin', person.email]);
    expect(stdout).toBe(`${person.email} now has: tickets:purchase\n`);
    const after = await refreshDevice(auth, person).expect(200);
    expect(claimsOf(after).roles).toEqual(['tickets:purchase']);
    expect(claimsOf(after).gen).toBe(claimsOf(before).gen + 1);
  });

  it('says so when none is left', async () => {
    const { email } = await signUpDevice(auth);
    await admin(['grant', 'admin', email]);
    expect((await admin(['revoke', 'admin', email])).stdout).toBe(`${email} now has: no roles\n`);
  });
});

describe('a command that cannot be done', () => {
  it('names an account that does not exist', async () => {
    const email = newEmail();
    expect(await admin(['grant', 'admin', email])).toEqual({
      code: 1,
      stdout: '',
      stderr: `admin: there is no account with the email ${email}\n`,
    });
  });

  it.each([
    [[]],
    [['grant', 'admin']],
    [['ban']],
    [['unban', '']],
    [['end-sessions']],
    [['promote', 'admin', 'a@example.com']],
    [['toString', 'a', 'b']],
  ])('shows how it is used: admin %j', async (args) => {
    const { code, stdout, stderr } = await admin(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^admin: not understood\nUsage: admin grant ROLE EMAIL /);
  });

  it('asks for MONGO_URI, and for nothing else', async () => {
    const { code, stderr } = await admin(['grant', 'admin', 'a@example.com'], {});
    expect(code).toBe(1);
    expect(stderr).toMatch(/^admin: The configuration is not usable:\n {2}- MONGO_URI is not set: .*\n$/);
  });

  it('does not repeat the password of a MONGO_URI', async () => {
    const { code, stderr } = await admin(['grant', 'admin', 'a@example.com'], {
      MONGO_URI: 'mongodb://auth:s3cr:et@db/auth',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('MONGO_URI must be like');
    expect(stderr).not.toContain('s3cr');
  });

  it('ends with one line when MongoDB cannot be reached', async () => {
    const { code, stderr } = await admin(['grant', 'admin', 'a@example.com'], {
      MONGO_URI: `mongodb://127.0.0.1:${await freePort()}/auth`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^admin: .*ECONNREFUSED.*\n$/);
  });
});
