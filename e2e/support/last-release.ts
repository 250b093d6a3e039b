import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { describeWithNats } from '../../auth/test/support/nats';
import { fileOf } from './program';

/** The last release: what it left running must go on beside what is here. */
const COMMIT = '0ea329c8';
const PARTS = ['common', 'auth', 'examples/tickets'];

const isThere = succeeds('cat-file', '-e', `${COMMIT}^{commit}`);
// Nobody would see there that the tests are skipped. tools/workflows.test.ts sees to it that the clones are not shallow.
if (!isThere && process.env.CI === 'true' && isHistoryWhole())
  throw new Error(`the last release, ${COMMIT}, is not in the history`);
if (!isThere)
  process.stderr.write(
    'skipped: the last release is not in the history of this clone; `git fetch --unshallow` gets it\n',
  );

/** Describes what needs the last release beside this one; skipped where the clone is without its history. */
export const describeWithLastRelease = isThere ? describeWithNats : describe.skip;

/** A built copy of the last release. It uses the libraries of this tree. */
export interface LastRelease {
  /** Its folder, as that of a repository. */
  readonly folder: string;
  remove(): void;
}

/** Takes its sources from the history, and makes JavaScript of them without judging their types again. */
export function buildLastRelease(): LastRelease {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-last-release-'));
  const archive = git('archive', COMMIT, ...PARTS);
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  for (const part of PARTS) {
    const sources = readdirSync(join(folder, part, 'src'), { recursive: true, encoding: 'utf8' });
    for (const source of sources) if (/(?<!\.d)\.ts$/.test(source)) compile(join(folder, part), source);
  }
  linkLibraries(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function compile(part: string, source: string): void {
  const made = join(part, 'dist', source.replace(/\.ts$/, '.js'));
  const { code } = transformFileSync(join(part, 'src', source), {
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    // A library that is an ES module is imported on demand, and stays so.
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  mkdirSync(dirname(made), { recursive: true });
  writeFileSync(made, code);
}

function linkLibraries(folder: string): void {
  const libraries = join(folder, 'node_modules');
  mkdirSync(join(libraries, '@latchkey'), { recursive: true });
  symlinkSync(join(folder, 'common'), join(libraries, '@latchkey/common'));
  for (const name of readdirSync(fileOf('node_modules')))
    if (name !== '@latchkey') symlinkSync(fileOf(`node_modules/${name}`), join(libraries, name));
  for (const part of PARTS) linkOwn(part, folder);
}

/** Libraries that a part has in another version than the others. */
function linkOwn(part: string, folder: string): void {
  try {
    readdirSync(fileOf(`${part}/node_modules`));
  } catch {
    return;
  }
  symlinkSync(fileOf(`${part}/node_modules`), join(folder, part, 'node_modules'));
}

function git(...args: string[]): Buffer {
  return execFileSync('git', args, { cwd: fileOf('.'), maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] });
}

function isHistoryWhole(): boolean {
  return (
    succeeds('rev-parse', 'HEAD') && git('rev-parse', '--is-shallow-repository').toString() === 'false\n'
  );
}

function succeeds(...args: string[]): boolean {
  try {
    git(...args);
    return true;
  } catch {
    return false;
  }
}
