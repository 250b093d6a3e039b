import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applySection } from '../support/migrating-page';
import { packInto } from '../support/packaging';

/** An install from a registry may take its time, and so do an old Jest and compiler. */
const SLOW = 300_000;
const FIXTURES = join(__dirname, '../fixtures/moving');
const COOKIE_OF_THE_PAGE = 'express:sess=';

interface Service {
  readonly name: string;
  readonly library: { readonly name: string; readonly folder: string };
  /** The file of the helper that signs in, and the cookie that it makes. */
  readonly setup: string;
  readonly cookie: string;
  readonly test: readonly string[];
  /** What its test runner says when all have passed. */
  readonly passed: RegExp;
  /** What the codemod says that it leaves. */
  readonly left: string;
  /** How its compiler is told to read the types of libraries, too. */
  readonly strictly: readonly string[];
}

const services: Service[] = [
  {
    name: 'box-office',
    library: { name: '@curtaincall/common', folder: 'curtaincall-common' },
    setup: 'src/test/setup.ts',
    cookie: 'express:sess=',
    test: ['test', '--', '--json'],
    passed: /"numPassedTests":8,/,
    left: 'BookingHeldEvent, BookingStatus, Bus, Listener, Message, Publisher, ShowCancelledEvent, Subjects',
    strictly: ['--target', 'es2016', '--module', 'commonjs', '--esModuleInterop'],
  },
  {
    name: 'seating',
    library: { name: '@stagehand/common', folder: 'stagehand-common' },
    setup: 'test/setup.ts',
    cookie: 'session=',
    test: ['test'],
    passed: /pass 3\n/,
    left: 'JetStreamPublisher, SeatTaken, streams',
    strictly: [
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--exactOptionalPropertyTypes',
      '--ignoreConfig',
    ],
  },
];

let packed: Awaited<ReturnType<typeof packInto>>;
beforeAll(async () => {
  packed = await packInto('latchkey-moving-');
}, SLOW);
afterAll(() => packed.remove());

describe.each(services)('the service $name', (service) => {
  let project: Awaited<ReturnType<typeof packed.projectOf>>;
  const migrate = (...options: string[]) =>
    project.run('npx', '--no', '@latchkey/common', 'migrate', ...options, '.');
  const { library, passed } = service;

  beforeAll(async () => {
    project = await packed.projectOf(service.name);
    await cp(join(FIXTURES, service.name), project.folder, { recursive: true });
    await project.install();
    const installed = join(project.folder, 'node_modules', library.name);
    await cp(join(FIXTURES, library.folder), installed, { recursive: true });
  }, SLOW);

  it(
    'passes its tests on the library that it has',
    async () => expect(await project.run('npm', ...service.test)).toMatch(passed),
    SLOW,
  );

  it(
    'passes the same tests once the codemod and the section on tests are applied',
    async () => {
      const before = await textsOf(project.folder);
      expect(await migrate('--dry-run')).toContain('Would move the imports of');
      expect(await textsOf(project.folder)).toEqual(before);

      expect(await migrate()).toContain(`Still from ${library.name}: ${service.left}.`);
      await applySection('The tests', join(project.folder, service.setup), (block) =>
        block.replace(COOKIE_OF_THE_PAGE, service.cookie),
      );
      expect(await project.run('npm', ...service.test)).toMatch(passed);

      const after = await textsOf(project.folder);
      expect(after[service.setup]).not.toContain('jsonwebtoken');
      await migrate();
      expect(await textsOf(project.folder)).toEqual(after);
    },
    SLOW,
  );

  it(
    'reads the declarations of the library with the compiler that it has, without skipLibCheck',
    async () => {
      await writeFile(
        join(project.folder, 'server.ts'),
        `export * from '@latchkey/common';\nexport * from '@latchkey/common/testing';\nexport * from '@latchkey/common/server';\n`,
      );
      await writeFile(join(project.folder, 'page.ts'), `export * from '@latchkey/common/client';\n`);
      const compile = (lib: string, file: string) =>
        project.run(
          'npx',
          'tsc',
          '--noEmit',
          '--strict',
          '--types',
          'node',
          '--lib',
          lib,
          ...service.strictly,
          file,
        );
      expect(await compile('es2016', 'server.ts')).toBe('');
      expect(await compile('es2016,dom', 'page.ts')).toBe('');
    },
    SLOW,
  );
});

/** The sources of a service by their path. */
async function textsOf(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true })).filter(
    (path) => /\.[jt]s$/.test(path) && !/^(node_modules|dist)\//.test(path),
  );
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}
