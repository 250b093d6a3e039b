import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as library from '../../src/index';
import { NAMESAKES, ourNameOf, SAME_NAMES } from '../../src/migrate/names';

const COMMAND = join(__dirname, '../../dist/commands/main.js');
const MOVABLE = `import { requireAuth, currentUser } from '@curtaincall/common';\n`;
const MOVED = MOVABLE.replace('@curtaincall', '@latchkey');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string | Buffer) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** Runs the command in the folder. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: folder });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe('latchkey migrate', () => {
  it('moves all sources of a folder, and says which, and what is left', () => {
    write('src/app.ts', MOVABLE);
    write('src/b/new.jsx', `import { UnauthorizedError, Subjects } from '@curtaincall/common';\n`);
    write('src/c.cjs', `const common = require('@curtaincall/common');\n`);
    write('src/none.ts', `import { Router } from 'express';\n`);
    expect(run('migrate', 'src')).toEqual({
      status: 0,
      stderr: '',
      stdout: `src/app.ts: currentUser, requireAuth
src/b/new.jsx: UnauthorizedError (NotAuthorizedError)
Moved the imports of 2 of 4 files from @curtaincall/common to @latchkey/common.

Left to you:
src/c.cjs:1: const common = require('@curtaincall/common');
    not an import of single names: import them one by one, and run this again

Still from @curtaincall/common: Subjects.
`,
    });
    expect(read('src/app.ts')).toBe(MOVED);
  });

  it('writes nothing with --dry-run', () => {
    write('app.ts', MOVABLE);
    expect(run('migrate', '--dry-run', '.').stdout).toMatch(/^app.ts: .+\nWould move the imports of 1 of 1 /);
    expect(read('app.ts')).toBe(MOVABLE);
  });

  it('leaves alone what tools and others wrote, and what a link leads to', () => {
    for (const path of [
      'node_modules/a/x.js',
      'dist/x.js',
      'build/x.js',
      'coverage/x.js',
      '.next/x.js',
      'x.md',
    ])
      write(path, MOVABLE);
    symlinkSync('node_modules/a', join(folder, 'a'));
    write('app.ts', MOVABLE);
    expect(run('migrate', '.').stdout).toContain('of 1 of 1 files');
    expect(read('node_modules/a/x.js')).toBe(MOVABLE);
  });

  it('leaves a file that is not UTF-8 as it is', () => {
    const bytes = Buffer.concat([Buffer.from(MOVABLE), Buffer.from([0xe9, 0x0a])]);
    write('app.ts', MOVABLE);
    write('latin1.ts', bytes);
    expect(run('migrate', '.').stdout).toContain('latin1.ts:1:');
    expect(readFileSync(join(folder, 'latin1.ts'))).toEqual(bytes);
  });

  it('keeps a byte order mark', () => {
    write('app.ts', `\uFEFF${MOVABLE}`);
    run('migrate', '.');
    expect(read('app.ts')).toBe(`\uFEFF${MOVED}`);
  });

  it('takes no package for the old library that has one of the names by chance', () => {
    write('app.ts', `import { requireAuth } from '@clerk/express';\n`);
    const found = run('migrate', '.');
    expect(found).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Nothing to move: .+--from/) });
    expect(read('app.ts')).toContain('@clerk/express');
  });

  it('asks which of several libraries is meant, and takes the one that is named', () => {
    write('app.ts', MOVABLE);
    write('other.ts', MOVABLE.replace('@curtaincall', '@stagehand'));
    expect(run('migrate', '.')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/@curtaincall\/common, @stagehand\/common.+--from/),
    });
    expect(run('migrate', '--from', '@stagehand/common', '.').status).toBe(0);
    expect([read('app.ts'), read('other.ts')]).toEqual([MOVABLE, MOVED]);
  });

  it.each([
    [],
    ['migrate'],
    ['migrate', 'a', 'b'],
    ['move', '.'],
    ['migrate', '--force', '.'],
    ['migrate', '--from', '@latchkey/common', '.'],
  ])('shows its usage for other arguments: %s', (...args) => {
    expect(run(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: ') });
  });

  it('says what is wrong with a folder', () => {
    expect(run('migrate', 'nowhere')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^ENOENT.+nowhere'\n$/),
    });
  });
});

describe('the names of the library', () => {
  it('either move or are known as namesakes', () => {
    expect([...SAME_NAMES, ...NAMESAKES].sort()).toEqual(Object.keys(library).sort());
    for (const name of NAMESAKES) expect(ourNameOf(name)).toBeUndefined();
  });
});
