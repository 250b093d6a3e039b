import { ROOT } from '@latchkey/tools/dist/local/data-folder';
import { run } from '@latchkey/tools/dist/mongo/run';
import { type Container } from './engine';
import { type Image } from './images';

const HOME = '/app/';
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/;
const FOR_DEVELOPERS = /\/(tests?|specs|__tests__)\/|[.](test|spec)[.]|\.[cm]?ts$|\.map$/;

/** What is in an image beside its base. */
export interface Contents {
  /** The sum of the files, in MB. */
  readonly megabytes: number;
  /** The folders of npm packages. */
  readonly packages: readonly string[];
}

/**
 * Looks into a running container of an image.
 * @throws Error that names what does not belong into it: whatever only tests and developers need
 */
export async function inspectContents(container: Container, image: Image): Promise<Contents> {
  const files = (await linesOf(container.run('find', HOME, '-type', 'f'))).map((file) =>
    file.slice(HOME.length),
  );
  const theirs = files.filter((file) => file.includes('node_modules/'));
  const packages = theirs.flatMap((file) => PACKAGE.exec(file)?.[1] ?? []);
  const needed = await productionPackages(image);
  const strangers = [
    ...files.filter((file) => !theirs.includes(file) && !isProgram(file, image)),
    ...theirs.filter((file) => FOR_DEVELOPERS.test(file)),
    ...packages.filter((folder) => !needed.has(folder)),
  ];
  if (strangers.length > 0) throw new Error(`${image.name} contains ${strangers.slice(0, 10).join(', ')}`);
  const [size] = await linesOf(
    container.run('du', '--summarize', '--apparent-size', '--block-size=1MB', HOME),
  );
  return { megabytes: Number.parseInt(size!), packages };
}

/** Whether a file of ours is one of those that run. */
function isProgram(file: string, { folder }: Image): boolean {
  if (['package.json', 'common/package.json', `${folder}/package.json`].includes(file)) return true;
  if (/^common\/dist\/(testing\.|migrate\/)/.test(file)) return false;
  const path = file.replace(/^common\//, '').replace(`${folder}/`, '');
  // What Vite made of the pages has hashes in its names.
  return (
    /^assets\/[\w-]+\.(css|js)$/.test(path) ||
    /^dist\/([\w-]+\/)*[\w-]+\.m?js$/.test(path) ||
    /^build\/(client|server)\/([\w.-]+\/)*[\w.-]+\.(m?js|css)$/.test(path)
  );
}

/** The folders of the packages that a workspace and the library need to run. */
async function productionPackages({ folder }: Image): Promise<Set<string>> {
  const scope = ['--package-lock-only', '--omit=dev', '--workspace', folder];
  const folders = await linesOf(run('npm', ['ls', '--all', '--parseable', ...scope], ROOT));
  return new Set(folders.map((folder) => folder.slice(ROOT.length + 1)));
}

async function linesOf(output: Promise<string>): Promise<string[]> {
  return (await output).split('\n').filter((line) => line !== '');
}
