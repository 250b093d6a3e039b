import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { userDocument } from '../support/documents';
import { courseHash, UNVERIFIABLE } from '../support/hashes';
import { newEmail, PASSWORD } from '../support/people';
import { endSpawned } from '../support/spawn-auth';

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

const signIn = (email: string) =>
  auth.request().post('/api/users/signin').send({ email, password: PASSWORD });

const summary = (imported: number, there = 0, left = 0, refused = 0) =>
  `${imported} imported, ${there} there already, ${left} left as they are, ${refused} refused\n`;

describe('what admin import refuses', () => {
  it('names each refused line with its number and its reason, and imports the others', async () => {
    const [first, last] = [newEmail(), newEmail()];
    const hash = courseHash(PASSWORD);
    const good = { email: newEmail(), hash };
    const faulty: [string, RegExp][] = [
      ['{"email":', /it is no JSON/],
      ['["a"]', /it is no JSON object/],
      ['null', /it is no JSON object/],
      [JSON.stringify({ ...good, email: 'nobody' }), /`email` is no valid email address/],
      [JSON.stringify({ ...good, email: { $ne: '' } }), /`email` is no valid email address/],
      [JSON.stringify({ hash }), /`email` is no valid email address/],
      [JSON.stringify({ email: newEmail() }), /`hash` is in no format/],
      [JSON.stringify({ ...good, roles: 'admin' }), /`roles` is no list of strings/],
      [
        JSON.stringify({ ...good, roles: ['staff', 'admin'] }),
        /`roles` has admin; import the account without it, and then run `admin grant admin EMAIL`$/,
      ],
      [JSON.stringify({ ...good, roles: ['Not A Role'] }), /`roles` cannot be granted: a role is/],
      [
        JSON.stringify({ ...good, roles: Array.from({ length: 24 }, (_, n) => `${n}`.padStart(50, 'r')) }),
        /`roles` cannot be granted: a token has no room/,
      ],
      [JSON.stringify({ ...good, createdAt: 'yesterday' }), /`createdAt` is no time in the past/],
      [JSON.stringify({ ...good, createdAt: '2999-01-01T00:00:00Z' }), /`createdAt` is no time in the past/],
      [JSON.stringify({ ...good, createdAt: 7 }), /`createdAt` is no time in the past/],
      [JSON.stringify({ ...good, name: 'Ada' }), /it has fields besides email, hash, roles, createdAt/],
      [JSON.stringify({ ...good, more: 'x'.repeat(20_000) }), /it has more than 16384 bytes/],
      ...Object.values(UNVERIFIABLE).map((each): [string, RegExp] => [
        JSON.stringify({ email: newEmail(), hash: each }),
        /`hash` is in no format that can be verified .*, or costs too much/,
      ]),
    ];
    const lines = [
      JSON.stringify({ email: first, hash }),
      '',
      ...faulty.map(([line]) => line),
      JSON.stringify({ email: last, hash }),
    ];
    const { code, stdout, stderr } = await importText(lines.join('\r\n'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const told = stderr.trim().split('\n');
    expect(told.pop()).toBe(`admin: ${summary(2, 0, 0, faulty.length)}`.trim());
    expect(told).toHaveLength(faulty.length);
    for (const [n, [, reason]] of faulty.entries()) {
      expect(told[n]).toMatch(new RegExp(`^admin: line ${n + 3} is refused: `));
      expect(told[n]).toMatch(reason);
    }
    for (const email of [first, last]) await signIn(email).expect(200);
    expect(await userDocument(auth, good.email)).toBeNull();
  });

  it('prints nothing of a hash, also of a line that is broken behind it', async () => {
    const hash = courseHash(PASSWORD);
    const broken = `{"email":"ada@example.com","hash":"${hash}"`;
    const { stdout, stderr } = await importText(`${broken}\n${broken}}}\n{"email":7,"hash":"${hash}"}\n`);
    expect(stdout + stderr).not.toContain(hash.slice(0, 4));
    expect(stderr.match(/is refused/g)).toHaveLength(3);
  });

  it('refuses what is no UTF-8, and takes a byte order mark', async () => {
    const [email, hash] = [newEmail(), courseHash(PASSWORD)];
    const line = Buffer.from(`\ufeff${JSON.stringify({ email, hash })}\n{"email":"`);
    const { stderr } = await importText(Buffer.concat([line, Buffer.from([0xff, 0xfe, 0x0a])]));
    expect(stderr).toMatch(/^admin: line 2 is refused: it .* is no UTF-8\nadmin: 1 imported/);
  });

  it('refuses a line without an end', async () => {
    const { code, stderr } = await importText(Buffer.alloc(64 * 1024 * 1024, 'x'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^admin: line 1 is refused: it has more than 16384 bytes/);
  });
});
