import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '../..');

/** Lints each text as if it were its file, and prints the messages. In a process of its own, since ESLint's settings are an ES module. */
const LINT = `
import { ESLint } from 'eslint';
const eslint = new ESLint();
const found = [];
for (const [filePath, text] of JSON.parse(process.argv[1]))
  found.push((await eslint.lintText(text, { filePath }))[0].messages.map(({ message }) => message));
console.log(JSON.stringify(found));`;

const PLANTED = [
  ['a store to a store beside it', 'auth/src/sessions/session.ts', '../accounts/account', 'sessions'],
  [
    'accounts to credentials',
    'auth/src/accounts/account.ts',
    '../credentials/password/hash-queue',
    'accounts',
  ],
  ['a cycle', 'common/src/errors/problem.ts', '../authentication/authenticator', 'errors'],
  ['what browsers load to what needs Node', 'common/src/client/shapes.ts', '../token/claims', 'client'],
] as const;
const ALLOWED = ['auth/src/authentication/passwords.ts', '../accounts/account'] as const;

let messages: string[][];
beforeAll(() => {
  const files = [...PLANTED.map(([, file, imported]) => [file, imported] as const), ALLOWED];
  const texts = files.map(([file, imported]) => [file, `export * from '${imported}';\n`]);
  const node = ['--input-type=module', '-e', LINT, JSON.stringify(texts)];
  const printed = execFileSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' });
  messages = JSON.parse(printed) as string[][];
}, 180_000);

it.each(PLANTED.map(([what, , , room], index) => ({ what, room, index })))(
  'lint refuses an import from $what',
  ({ room, index }) => {
    expect(messages[index]).toContainEqual(expect.stringContaining(`The room ${room} may import`));
  },
);

it('lint takes an import that the table has', () => {
  expect(messages.at(-1)).toEqual([]);
});
