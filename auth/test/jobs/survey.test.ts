import { afterEach, expect, it } from '@jest/globals';
import { createConnection, open } from '../../src/database';
import { databaseUri } from '../support/auth-service';
import { UNVERIFIABLE } from '../support/hashes';
import { endSpawned, startAuthProcess } from '../support/spawn-auth';
import { until } from '../support/until';

afterEach(endSpawned);

/** A database with accounts of an older service. */
async function databaseWith(
  users: readonly { email: string; password: unknown; roles?: string[] }[],
): Promise<string> {
  const uri = databaseUri();
  const connection = createConnection();
  await open(connection, uri);
  if (users.length > 0) await connection.collection('users').insertMany(users.map((user) => ({ ...user })));
  await connection.close();
  return uri;
}

it('warns at start of accounts whose hashes cannot be verified, with their number and no hash', async () => {
  const hashes = Object.values(UNVERIFIABLE);
  const users = hashes.map((password, n) => ({ email: `person-${n}@example.com`, password }));
  const good = { email: 'ada@example.com', password: `$2b$10$${'e'.repeat(53)}` };
  const auth = await startAuthProcess({ MONGO_URI: await databaseWith([...users, good]), LOG_LEVEL: 'warn' });
  await until('a warning', () => auth.stdout().includes('no format'));
  const warnings = auth.stdout().trim().split('\n');
  expect(JSON.parse(warnings[0]!)).toMatchObject({
    level: 40,
    accounts: hashes.length,
    of: hashes.length + 1,
  });
  expect(warnings).toHaveLength(1);
  expect(auth.stdout()).not.toMatch(/\$2b|argon2|pbkdf2/);
});

it('warns at start of accounts whose emails are in another form, with their number', async () => {
  const password = `$2b$10$${'e'.repeat(53)}`;
  const emails = ['Ada@example.com', 'bob@m\u00fcnchen.example', 'eve@example.com', 'dan\u200b@example.com'];
  const users = emails.map((email) => ({ email, password }));
  const auth = await startAuthProcess({ MONGO_URI: await databaseWith(users), LOG_LEVEL: 'warn' });
  await until('a warning', () => auth.stdout().includes('mend-emails'));
  expect(JSON.parse(auth.stdout())).toMatchObject({ level: 40, accounts: 2, of: 4 });
  expect(auth.stdout()).not.toMatch(/ada|bob/i);
});

it('names at start the accounts whose tokens have no room for their roles', async () => {
  const password = `$2b$10$${'e'.repeat(53)}`;
  const roles = Array.from({ length: 32 }, (_, n) => `${n + 10}${'r'.repeat(36)}`);
  const users = [
    { email: 'ada@example.com', password, roles },
    { email: 'bob@example.com', password, roles: ['staff'] },
  ];
  const auth = await startAuthProcess({ MONGO_URI: await databaseWith(users), LOG_LEVEL: 'warn' });
  await until('a warning', () => auth.stdout().includes('room'));
  const ids = [expect.stringMatching(/^[0-9a-f]{24}$/)];
  expect(JSON.parse(auth.stdout())).toMatchObject({ level: 40, accounts: 1, of: 2, ids });
  expect(auth.stdout()).not.toMatch(/ada|bob/i);
});
