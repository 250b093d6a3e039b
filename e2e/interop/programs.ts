import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { succeeds } from '../images/succeeds';
import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { installOnce } from '@latchkey/tools/dist/mongo/cache';
import { run } from '@latchkey/tools/dist/mongo/run';

/** How a built program is started. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A service in another language, in `interop/`. */
export interface ForeignProgram {
  readonly name: string;
  /** Whether this machine has what a build needs. */
  readonly isHere: () => boolean;
  /** Says in one line how to get what it needs. */
  readonly needs: string;
  readonly build: () => Promise<Command>;
}

export const PROGRAMS: readonly ForeignProgram[] = [
  {
    name: 'python',
    isHere: () => succeeds('python3', ['-m', 'pip', '--version']),
    needs: 'apt-get install python3-pip',
    async build() {
      const packages = await installed('python', ['requirements.txt'], (folder) =>
        run(
          'python3',
          ['-m', 'pip', 'install', '--quiet', '--target', folder, '-r', 'requirements.txt'],
          folder,
        ),
      );
      return {
        command: 'python3',
        args: [path.join(ROOT, 'interop/python/service.py')],
        env: { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
      };
    },
  },
  {
    name: 'go',
    isHere: () => succeeds('go', ['version']),
    needs: 'install Go 1.24 or newer, from go.dev',
    async build() {
      const folder = await installed('go', ['go.mod', 'go.sum', 'main.go'], (folder) =>
        run('go', ['build', '-o', 'service', '.'], folder),
      );
      return { command: path.join(folder, 'service'), args: [] };
    },
  },
  {
    name: 'java',
    isHere: () => succeeds('javac', ['-version']) && succeeds('mvn', ['--version']),
    needs: 'apt-get install default-jdk-headless maven',
    async build() {
      const folder = await installed('java', ['pom.xml', 'Service.java'], async (folder) => {
        const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib'];
        await run('mvn', ['--batch-mode', '--quiet', '--strict-checksums', ...goal], folder);
        await run('javac', ['--release', '17', '-cp', path.join('lib', '*'), 'Service.java'], folder);
      });
      const classPath = [folder, path.join(folder, 'lib', '*')].join(path.delimiter);
      return { command: 'java', args: ['-XX:TieredStopAtLevel=1', '-cp', classPath, 'Service'] };
    },
  },
  {
    name: 'node',
    isHere: () => true,
    needs: 'nothing more',
    build: () =>
      Promise.resolve({ command: process.execPath, args: [path.join(ROOT, 'interop/node/service.mjs')] }),
  },
];

/** The user's cached folder with these sources and what was made of them. */
async function installed(
  language: string,
  files: readonly string[],
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const sources = path.join(ROOT, 'interop', language);
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(path.join(sources, file)));
  return installOnce(`interop-${language}-${hash.digest('hex').slice(0, 12)}`, async (folder) => {
    for (const file of files) await cp(path.join(sources, file), path.join(folder, file));
    await make(folder);
  });
}
