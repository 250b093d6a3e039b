import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseKeyRing } from '@latchkey/common/protocol';
import { expect, it } from '@jest/globals';

/** Runs the command as `npm run keys --` does. */
function keys(...args: string[]) {
  return spawnSync(process.execPath, [join(__dirname, 'dist/keys.js'), ...args], { encoding: 'utf8' });
}

it.each([
  ['hs256', 'HS256', ''],
  ['es256', 'ES256', 'PUBLIC KEY'],
  ['rs256', 'RS256', 'PUBLIC KEY'],
])('keys new %s prints a new key that JWT_KEY takes', (kind, alg, besides) => {
  const { stdout, stderr, status } = keys('new', kind);
  expect([status, parseKeyRing(stdout).signing.alg]).toEqual([0, alg]);
  expect(stderr).toContain(besides);
  expect(stderr).not.toContain('PRIVATE');
  expect(keys('new', kind).stdout).not.toBe(stdout);
});

it.each([[[]], [['new']], [['new', 'toString']], [['old', 'hs256']]])(
  'keys %j says what it takes',
  (args) => {
    const { stdout, stderr, status } = keys(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('new hs256|rs256|es256');
  },
);
