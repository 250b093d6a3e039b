import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const PAGE = resolve(__dirname, '../../../docs/migrating.md');

/** The blocks of code of one section of docs/migrating.md. */
export async function blocksOf(section: string, language: string): Promise<string[]> {
  const page = await readFile(PAGE, 'utf8');
  const start = page.indexOf(`\n## ${section}\n`);
  if (start < 0) throw new Error(`docs/migrating.md has no section ${section}`);
  const end = page.indexOf('\n## ', start + 1);
  const text = page.slice(start, end < 0 ? page.length : end);
  return Array.from(text.matchAll(/^```(\w+)\n([^]*?)^```/gm), ([, name, block]) => [name, block!] as const)
    .filter(([name]) => name === language)
    .map(([, block]) => block);
}

interface Change {
  readonly before: string[];
  readonly after: string[];
}

/** The changes of a block in the form of diff: lines that go, and those that come in their place. */
function changesOf(diff: string): Change[] {
  const changes: Change[] = [];
  let last = ' ';
  for (const line of diff.split('\n')) {
    const [sign, text] = [line.slice(0, 1), line.slice(1)];
    if (sign === '-' && last !== '-') changes.push({ before: [], after: [] });
    if (sign === '-') changes.at(-1)!.before.push(text.trim());
    if (sign === '+') changes.at(-1)!.after.push(text);
    last = sign;
  }
  return changes;
}

/**
 * Changes a file as a person would who reads the page.
 * @param adapt what that person makes of a block first
 * @throws Error for lines that the page takes away and the file does not have
 */
export async function applySection(
  section: string,
  path: string,
  adapt = (block: string) => block,
): Promise<void> {
  const changes = (await blocksOf(section, 'diff')).map(adapt).flatMap(changesOf);
  let lines = (await readFile(path, 'utf8')).split('\n');
  for (const { before, after } of changes) {
    const at = lines.findIndex((_, start) =>
      before.every((line, index) => lines[start + index]?.trim() === line),
    );
    if (at < 0) throw new Error(`${path} does not have the lines of the page: ${before.join('\n')}`);
    lines = [...lines.slice(0, at), ...after, ...lines.slice(at + before.length)];
  }
  await writeFile(path, lines.join('\n'));
}
