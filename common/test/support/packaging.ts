import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SECRET } from './tokens';

const execute = promisify(execFile);
const PACKAGE = resolve(__dirname, '../..');
const BIN = resolve(PACKAGE, '../node_modules/.bin');
const CONSUMERS = resolve(__dirname, '../fixtures/consumers');

/** Without what an outer `npm test` says about its own workspace, which an inner npm would take to be meant for it. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_workspace)/.test(name)),
);

/** Runs a program to its end. @returns what it printed; rejects with all of its output when it fails */
async function run(program: string, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}) {
  try {
    return (await execute(program, [...args], { cwd, env: { ...env, ...more }, timeout: 240_000 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Runs a program that the repository has installed. */
export function runInstalled(program: string, args: readonly string[], cwd = PACKAGE): Promise<string> {
  return run(join(BIN, program), args, cwd);
}

/** A folder for throwaway projects, and the library packed into it as it would be published. */
export async function packInto(prefix: string) {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const json = await run('npm', ['pack', '--json', '--pack-destination', folder], PACKAGE);
  const [{ filename, files }] = JSON.parse(json) as [{ filename: string; files: { path: string }[] }];
  return {
    tarball: join(folder, filename),
    files: files.map(({ path }) => path),
    projectOf: (name: string) => createProject(join(folder, name), join(folder, filename)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A project outside of the repository, so that nothing is found but what it installs. */
async function createProject(folder: string, tarball: string) {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return {
    folder,
    install: (...dependencies: string[]) =>
      run(
        'npm',
        [
          'install',
          '--prefer-offline',
          '--no-audit',
          '--no-fund',
          '--ignore-scripts',
          tarball,
          ...dependencies,
        ],
        folder,
      ),
    /** Runs a program in the project's folder. @returns what it printed */
    run: (program: string, ...args: string[]) => run(program, args, folder),
    addConsumer: (name: string) => copyFile(join(CONSUMERS, name), join(folder, name)),
    write: (name: string, content: object) => writeFile(join(folder, name), JSON.stringify(content)),
    /** Runs a script of the project. @returns what it printed as JSON */
    node: async (script: string) =>
      JSON.parse(await run(process.execPath, [script], folder, { JWT_KEY: SECRET })) as unknown,
  };
}
