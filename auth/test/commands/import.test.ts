import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { runAdmin } from '../support/admin-command';
import { databaseUri, startAuth, type TestAuth } from '../support/auth-service';
import { HOUR } from '../support/clock';
import { changeUser, userDocument } from '../support/documents';
import { courseHash, pbkdf2Hash } from '../support/hashes';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned, spawnProgram } from '../support/spawn-auth';

let auth: TestAuth;
let folder: string;

beforeAll(async () => {
  auth = await startAuth();
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterEach(endSpawned);
afterAll(async () => {
  await auth.stop();
  await rm(folder, { recursive: true });
});

/** Imports a file with this content. */
async function importText(text: string | Buffer) {
  const file = join(folder, 'users.jsonl');
  await writeFile(file, text);
  return runAdmin(auth, ['import', file]);
}

const importLines = (...lines: object[]) => importText(lines.map((line) => JSON.stringify(line)).join('\n'));

const signIn = (email: string) =>
  auth.request().post('/api/users/signin').send({ email, password: PASSWORD });

const summary = (imported: number, there = 0, left = 0, refused = 0) =>
  `${imported} imported, ${there} there already, ${left} left as they are, ${refused} refused\n`;

describe('admin import', () => {
  it('makes accounts whose owners sign in with the passwords that they have', async () => {
    const emails = Array.from({ length: 3 }, newEmail) as [string, string, string];
    const createdAt = '2019-05-04T10:00:00Z';
    const result = await importLines(
      { email: ` ${emails[0].toUpperCase()}`, hash: await bcrypt(PASSWORD, 4), roles: ['staff'], createdAt },
      { email: emails[1], hash: courseHash(PASSWORD) },
      { email: emails[2], hash: pbkdf2Hash(PASSWORD), roles: [] },
    );
    expect(result).toEqual({ code: 0, stdout: summary(3), stderr: '' });
    for (const email of emails) await signIn(email).expect(200);
    const response = await signIn(emails[0]).expect(200);
    expect(response.body).toMatchObject({ email: emails[0], roles: ['staff'] });
    expect(await userDocument(auth, emails[0])).toMatchObject({ createdAt: new Date(createdAt) });
  });

  it('has roles in the audit trail, as granted from the command line', async () => {
    const email = newEmail();
    await importLines({ email, hash: courseHash(PASSWORD), roles: ['staff', 'staff'] });
    const { id } = (await signIn(email).expect(200)).body as { id: string };
    expect(await auth.services.audit.list({ user: id, limit: 2 })).toMatchObject([
      { actor: 'command line', action: 'set_roles', details: { roles: ['staff'] }, outcome: 'done' },
    ]);
  });

  it('has an event, written with the account', async () => {
    const email = newEmail();
    await importLines({ email, hash: courseHash(PASSWORD) });
    const user = await auth.connection.collection('users').findOne({ email });
    await auth.services.relay.relayLeft();
    const events = await auth.services.activity.listAll(String(user!._id), { limit: 10 });
    expect(events).toMatchObject([
      { type: 'account_created', actor: 'command line', from: hostname(), details: {} },
    ]);
  });

  it('can be repeated, and leaves accounts as they have become', async () => {
    const [same, changed] = [newEmail(), newEmail()];
    const lines = [
      { email: same, hash: courseHash(PASSWORD) },
      { email: changed, hash: courseHash(PASSWORD) },
    ];
    expect(await importLines(...lines)).toMatchObject({ code: 0, stdout: summary(2) });
    await signIn(changed).expect(200);
    await changeUser(auth, changed, { roles: ['staff'] });
    const before = await userDocument(auth, changed);
    expect(await importLines(...lines)).toEqual({
      code: 0,
      stdout: summary(0, 1, 1),
      stderr: 'admin: line 2 is left out: its email has an account with another password or other roles\n',
    });
    expect(await userDocument(auth, changed)).toEqual(before);
  });

  it('makes one account of an email that several lines have, and names the others', async () => {
    const email = newEmail();
    const lines = Array.from({ length: 5 }, () => ({ email, hash: courseHash(PASSWORD) }));
    const { code, stdout, stderr } = await importLines(...lines);
    expect({ code, stdout }).toEqual({ code: 0, stdout: summary(1, 0, 4) });
    expect(stderr.trim().split('\n')).toHaveLength(4);
    expect(await auth.connection.collection('users').countDocuments({ email })).toBe(1);
  });

  it('refuses a line whose email is held for another account, which has it not yet or no more', async () => {
    const [reserved, claimed, free] = [newEmail(), newEmail(), newEmail()];
    const { accounts } = auth.services.stores;
    await accounts.addresses.reserve(reserved, accounts.newId(), new Date(Date.now() + 72 * HOUR));
    await accounts.addresses.claim(claimed, accounts.newId());
    const lines = [reserved, claimed, free].map((email) => ({ email, hash: courseHash(PASSWORD) }));
    const { code, stdout, stderr } = await importLines(...lines);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const reason = 'is refused: its email is held for another account right now; run it again later';
    expect(stderr.trim().split('\n')).toEqual([
      `admin: line 1 ${reason}`,
      `admin: line 2 ${reason}`,
      `admin: ${summary(1, 0, 0, 2)}`.trim(),
    ]);
  });

  it('reads the standard input for -', async () => {
    const [email, hash] = [newEmail(), courseHash(PASSWORD)];
    const command = spawnProgram('admin.js', ['import', '-'], { MONGO_URI: auth.config.MONGO_URI }, 'pipe');
    command.child.stdin!.end(JSON.stringify({ email, hash }));
    expect(await command.exited).toMatchObject({ code: 0 });
    await signIn(email).expect(200);
  });

  it('makes the unique index where the service has never started', async () => {
    const email = newEmail();
    const line = JSON.stringify({ email, hash: courseHash(PASSWORD) });
    await writeFile(join(folder, 'twice.jsonl'), `${line}\n${line}\n${line}`);
    const result = await runAdmin(auth, ['import', join(folder, 'twice.jsonl')], {
      MONGO_URI: databaseUri(),
    });
    expect(result).toMatchObject({ stdout: summary(1, 2) });
  });

  it.each([
    [
      'a file that is not there',
      ['import', '/nowhere/users.jsonl'],
      /cannot read \/nowhere\/users.jsonl: ENOENT/,
    ],
    ['a folder', ['import', tmpdir()], /cannot read .*: EISDIR/],
    ['no file', ['import'], /not understood/],
    ['two files', ['import', 'one', 'two'], /not understood/],
  ])('tells of %s', async (_what, args, message) => {
    const { code, stderr } = await runAdmin(auth, args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
