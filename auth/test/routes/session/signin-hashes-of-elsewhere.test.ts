import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { startAuth, type TestAuth } from '../../support/auth-service';
import { signUpDevice } from '../../support/devices';
import { changeUser, userDocument } from '../../support/documents';
import { courseHash, passlibHash, passlibSha1Hash, pbkdf2Hash, UNVERIFIABLE } from '../../support/hashes';
import { collectLogs } from '../../support/logs';
import { newEmail } from '../../support/people';
import { expectProblem } from '../../support/problems';

const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const COST = 4;
const PASSWORD = 'my own password';

const bcryptAs = async (variant: string) => (await bcrypt(PASSWORD, COST)).replace('$2b$', variant);

const FORMATS: [string, () => string | Promise<string>][] = [
  ['bcrypt $2a$', () => bcryptAs('$2a$')],
  ['bcrypt $2b$', () => bcryptAs('$2b$')],
  ['bcrypt $2y$', () => bcryptAs('$2y$')],
  ['PBKDF2 with SHA-1', () => pbkdf2Hash(PASSWORD, { digest: 'sha1', bytes: 20 })],
  ['PBKDF2 with SHA-256', () => pbkdf2Hash(PASSWORD)],
  ['PBKDF2 with SHA-512', () => pbkdf2Hash(PASSWORD, { digest: 'sha512', bytes: 64, lengthSaid: false })],
  ["passlib's PBKDF2", () => passlibHash(PASSWORD)],
  ["passlib's PBKDF2 with SHA-1", () => passlibSha1Hash(PASSWORD)],
  ['the scrypt of the course', () => courseHash(PASSWORD)],
  ['argon2id of 64 MiB', () => argon2(PASSWORD, { memoryCost: 65_536, timeCost: 3, parallelism: 4 })],
];

let auth: TestAuth;
const logs = collectLogs();

beforeAll(async () => {
  auth = await startAuth({ FAILURES_PER_ADDRESS: '1000/1h' }, logs.stream);
});
afterAll(() => auth.stop());

const signIn = (email: string, password: string) =>
  auth.request().post('/api/users/signin').send({ email, password });

/** Somebody whose stored hash is this one. */
async function accountWith(stored: string) {
  const { email } = await signUpDevice(auth);
  await changeUser(auth, email, { password: stored });
  return {
    email,
    signIn: (password: string) => signIn(email, password),
    stored: async () => (await userDocument(auth, email))?.password,
  };
}

describe('POST /api/users/signin with a hash of another service', () => {
  it.each(FORMATS)('takes %s, and replaces it by argon2id', async (_what, make) => {
    const before = await make();
    const account = await accountWith(before);
    expectProblem(await account.signIn('my own passwort'), 400, 'invalid_credentials');
    expect(await account.stored()).toBe(before);
    await account.signIn(PASSWORD).expect(200);
    expect(await account.stored()).toMatch(CURRENT);
    await account.signIn(PASSWORD).expect(200);
    expectProblem(await account.signIn('my own passwort'), 400, 'invalid_credentials');
  });

  const SPACED: [string, (password: string) => string | Promise<string>][] = [
    ['bcrypt', (password) => bcrypt(password, COST)],
    ['PBKDF2', (password) => pbkdf2Hash(password)],
    ['the scrypt of the course', courseHash],
  ];

  it.each(SPACED)('takes a password that %s had with its spaces, and keeps these', async (_what, make) => {
    const account = await accountWith(await make('  spaces around '));
    expectProblem(await account.signIn('spaces around'), 400, 'invalid_credentials');
    await account.signIn('  spaces around ').expect(200);
    expect(await account.stored()).toMatch(CURRENT);
    await account.signIn('  spaces around ').expect(200);
    expectProblem(await account.signIn('spaces around'), 400, 'invalid_credentials');
  });

  it.each(SPACED)('takes a password that %s had trimmed, with spaces and without', async (_what, make) => {
    const account = await accountWith(await make('spaces around'));
    await account.signIn('  spaces around ').expect(200);
    expect(await account.stored()).not.toMatch(CURRENT);
    await account.signIn('spaces around').expect(200);
    expect(await account.stored()).toMatch(CURRENT);
  });

  it('takes no spaces for an empty password', async () => {
    const account = await accountWith(await bcrypt('', COST));
    expectProblem(await account.signIn('   '), 400, 'invalid_credentials');
  });

  it.each([
    ['keeps', 72, /^\$2b\$/],
    ['keeps', 100, /^\$2b\$/],
    ['replaces', 71, CURRENT],
  ])(
    '%s a bcrypt hash of a password of %d bytes, of which bcrypt sees 72',
    async (_what, bytes, expected) => {
      const account = await accountWith(await bcrypt('p'.repeat(100), COST));
      const own = await accountWith(await bcrypt('p'.repeat(bytes), COST));
      await own.signIn('p'.repeat(bytes)).expect(200);
      expect(await own.stored()).toMatch(expected);
      if (bytes < 72) return;
      await account.signIn('p'.repeat(bytes)).expect(200);
      await account.signIn('p'.repeat(100)).expect(200);
    },
  );

  it.each(SPACED)('takes no password with NUL for one that %s takes it for', async (_what, make) => {
    const stored = await make('abc');
    const account = await accountWith(stored);
    for (const other of ['abc\0', 'abc\0abc', ' abc\0 '])
      expectProblem(await account.signIn(other), 400, 'invalid_credentials');
    expect(await account.stored()).toBe(stored);
  });

  it('asks for such a password at a change, and takes it', async () => {
    const owner = await signUpDevice(auth);
    await changeUser(auth, owner.email, { password: await bcrypt(PASSWORD, COST) });
    const change = (currentPassword: string) =>
      auth
        .request()
        .post('/api/users/password')
        .set('Cookie', `session=${owner.session}; refresh=${owner.refresh}`)
        .send({ currentPassword, newPassword: 'quite another staple of horses' });
    expectProblem(await change('my own passwort'), 400, 'invalid_credentials');
    await change(PASSWORD).expect(200);
  });
});

describe('POST /api/users/signin with a hash that cannot be verified', () => {
  it.each(Object.entries(UNVERIFIABLE))('%s: answers as for an unknown email', async (_what, stored) => {
    const account = await accountWith(stored);
    const known = await account.signIn(PASSWORD);
    const unknown = await signIn(newEmail(), PASSWORD);
    expectProblem(known, 400, 'invalid_credentials');
    expect(known.text).toBe(unknown.text);
    expect(Object.keys(known.headers)).toEqual(Object.keys(unknown.headers));
    expect(await account.stored()).toBe(stored);
  });

  it('does not take the hash itself as password', async () => {
    const account = await accountWith(UNVERIFIABLE['plain text']!);
    expectProblem(await account.signIn(UNVERIFIABLE['plain text']!), 400, 'invalid_credentials');
  });

  it('warns once, and tells no hash', async () => {
    const account = await accountWith(UNVERIFIABLE['SHA-256']!);
    await account.signIn(PASSWORD).expect(400);
    const warnings = logs.lines.filter(({ level, account }) => level === 40 && account !== undefined);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.msg).toMatch(/^the password hash of an account is in no format/);
    for (const stored of Object.values(UNVERIFIABLE))
      if (stored !== '') expect(JSON.stringify(logs.lines)).not.toContain(stored);
  });
});
