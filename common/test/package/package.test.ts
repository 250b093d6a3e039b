import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exports as exported, peerDependencies } from '../../package.json';
import { expressMajor } from '../support/express';
import { packInto, runInstalled } from '../support/packaging';

/** An install from a registry may take its time. */
const SLOW = 300_000;

/** What is imported as @latchkey/common/NAME. */
const SUBPATHS = Object.keys(exported)
  .map((path) => path.slice('./'.length))
  .filter((name) => name !== '' && name !== 'package.json')
  .sort();

describe('the package', () => {
  it.each(SUBPATHS)(
    'is found at /%s by resolvers that do not know of exports, such as Jest’s of before 28',
    (name) => {
      // A path in place of a name: Node then looks into the folder, as those do.
      const folder = join(__dirname, '../..', name);
      expect(require.resolve(folder)).toBe(require.resolve(`@latchkey/common/${name}`));
    },
  );

  it(`takes the Express ${expressMajor} of the service that installs it`, () => {
    expect(peerDependencies.express.split(' || ')).toContainEqual(
      expect.stringMatching(new RegExp(`^\\^${expressMajor}(\\.|$)`)),
    );
  });
});

// What is packed does not depend on the Express of the run, so once is enough.
if (expressMajor === 5) {
  describe('the packed package', () => {
    let packed: Awaited<ReturnType<typeof packInto>>;
    beforeAll(async () => {
      packed = await packInto('latchkey-package-');
    }, SLOW);
    afterAll(() => packed.remove());

    it('holds what runs, its types, its papers, and nothing else', () => {
      expect(packed.files).toEqual(
        expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.mjs']),
      );
      const others = packed.files.filter((path) => !/^dist\/.+\.(d\.ts|d\.mts|js|mjs)$/.test(path));
      expect(others.sort()).toEqual(
        ['LICENSE', 'README.md', 'package.json', ...SUBPATHS.map((name) => `${name}/package.json`)].sort(),
      );
    });

    it('is well formed in the eyes of publint', async () => {
      expect(await runInstalled('publint', ['run', packed.tarball, '--strict'])).toContain('All good!');
    });

    it('has types that are right for every way to import it, in the eyes of attw', async () => {
      const report = await runInstalled('attw', [packed.tarball, '--format', 'json']);
      expect(JSON.parse(report)).toMatchObject({ analysis: { types: { kind: 'included' } }, problems: {} });
    });

    const answers = { stranger: { status: 401, code: 'token_missing' }, ada: { status: 200, id: 'ada' } };

    it(
      'serves an ESM project, and is one with what CommonJS requires in the same process',
      async () => {
        const project = await packed.projectOf('esm');
        await project.install('express@5');
        await project.addConsumer('service.mjs');
        await project.addConsumer('one-core.mjs');
        expect(await project.node('service.mjs')).toEqual(answers);
        expect(await project.node('one-core.mjs')).toEqual({
          sameValues: true,
          sameError: true,
          sameTesting: true,
          sharedUntilClose: true,
          sharedClose: true,
        });
      },
      SLOW,
    );

    it(
      'serves a CommonJS project',
      async () => {
        const project = await packed.projectOf('cjs');
        await project.install('express@5');
        await project.addConsumer('service.cjs');
        expect(await project.node('service.cjs')).toEqual(answers);
      },
      SLOW,
    );

    it(
      'serves a TypeScript project that is strict about the types of its libraries too',
      async () => {
        const project = await packed.projectOf('ts');
        await project.install('express@5', '@types/express@5', '@types/node@20');
        await project.addConsumer('service.ts');
        await project.write('tsconfig.json', {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2023',
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            verbatimModuleSyntax: true,
            skipLibCheck: false,
            outDir: 'dist',
            rootDir: '.',
          },
          files: ['service.ts'],
        });
        await runInstalled('tsc', [], project.folder);
        expect(await project.node('dist/service.js')).toEqual(answers);
      },
      SLOW,
    );
  });
}
