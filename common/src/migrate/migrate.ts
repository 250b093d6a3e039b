import { writeFile } from 'fs/promises';
import { movableNamesOf, moveFile, type MovedFile } from './move-file';
import type { Remark } from './remarks';
import { sourceFilesOf, type SourceFile } from './source-files';

export interface MigrateOptions {
  /** The name of the old library; found by what is imported from it when it is not given. */
  readonly from?: string | undefined;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface MigratedFile extends MovedFile {
  readonly path: string;
}

export interface Migration {
  /** undefined when there is nothing that looks like one. */
  readonly library: string | undefined;
  readonly files: readonly MigratedFile[];
}

/** The folder imports from several packages what may be an old library's. */
export class SeveralLibrariesError extends Error {
  constructor(readonly libraries: readonly string[]) {
    super(`Several packages may be the one to leave: ${libraries.join(', ')}. Name it with --from.`);
  }
}

/** So many names of ours a package has to export before it is taken for such a library: many have one `requireAuth`. */
const MIN_NAMES = 2;

/**
 * Moves the imports of all sources of a folder from an old library to this one.
 * @returns what was moved and what was not, also when nothing is written
 * @throws SeveralLibrariesError when the old library is not named, and there are several
 */
export async function migrate(folder: string, { from, dryRun }: MigrateOptions): Promise<Migration> {
  const sources = await sourceFilesOf(folder);
  const library = from ?? findLibrary(sources);
  if (library === undefined) return { library, files: [] };
  const files = sources.map((source) => migrateFile(source, library));
  for (const [index, { path, text, moved }] of files.entries())
    if (!dryRun && moved.length > 0 && text !== sources[index]!.text) await writeFile(path, text);
  return { library, files };
}

function migrateFile({ path, text }: SourceFile, library: string): MigratedFile {
  if (text !== undefined) return { path, ...moveFile(text, library) };
  const remark: Remark = { line: 1, text: '', advice: 'not in UTF-8: left as it is' };
  return { path, text: '', moved: [], left: [], remarks: [remark] };
}

function findLibrary(sources: readonly SourceFile[]): string | undefined {
  const names = new Map<string, Set<string>>();
  for (const { library, name } of sources.flatMap(({ text }) => movableNamesOf(text ?? '')))
    names.set(library, (names.get(library) ?? new Set()).add(name));
  const libraries = [...names].filter(([, found]) => found.size >= MIN_NAMES).map(([library]) => library);
  if (libraries.length > 1) throw new SeveralLibrariesError(libraries.sort());
  return libraries[0];
}
