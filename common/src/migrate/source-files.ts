import { readdir, readFile, stat } from 'fs/promises';
import { join } from 'path';

const SOURCE = /\.[cm]?[jt]sx?$/;
/** What tools write, and what others wrote. */
const SKIPPED = new Set(['node_modules', 'dist', 'build', 'coverage']);

export interface SourceFile {
  readonly path: string;
  /** undefined when the file is not UTF-8, and so cannot be written back as it was. */
  readonly text: string | undefined;
}

/**
 * The sources of JavaScript and TypeScript in a folder, in the order of their paths. Folders whose name begins with a dot,
 * what tools write, and symbolic links are left out.
 */
export async function sourceFilesOf(folder: string): Promise<SourceFile[]> {
  if ((await stat(folder)).isFile()) return [await readSource(folder)];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: SourceFile[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isSkipped = entry.name.startsWith('.') || SKIPPED.has(entry.name);
    if (entry.isDirectory() && !isSkipped) found.push(...(await sourceFilesOf(path)));
    if (entry.isFile() && SOURCE.test(entry.name)) found.push(await readSource(path));
  }
  return found;
}

async function readSource(path: string): Promise<SourceFile> {
  const bytes = await readFile(path);
  const text = bytes.toString('utf8');
  return { path, text: Buffer.from(text).equals(bytes) ? text : undefined };
}
