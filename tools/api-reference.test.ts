import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { faultsOfExamples, readExports } from './testing/documented-exports';

const LIBRARY = join(__dirname, '../common');
const exported = readExports(LIBRARY, [
  'index',
  'client',
  'pages',
  'server',
  'server/stop-signal',
  'testing',
]);

it('documents every export, and every type that one shows', async () => {
  const { stdout, stderr } = await promisify(execFile)('npx', ['typedoc', '--emit', 'none'], {
    cwd: LIBRARY,
  });
  expect(stdout + stderr).toBe('');
});

it('has an example at every function and class', () => {
  const without = exported.filter(({ isValue, examples }) => isValue && examples.length === 0);
  expect(without.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
});

/** So that the test below can fail. */
const BROKEN = "import { requireRole } from '@latchkey/common';\n\nrequireRole(7);";

it('has examples that compile, in a strict project', () => {
  const broken = { entry: 'index', name: 'broken', isValue: true, examples: [BROKEN] };
  expect(faultsOfExamples(LIBRARY, [...exported, broken])).toEqual([
    expect.stringMatching(/-broken\.mts: .*'number' is not assignable/),
  ]);
});
