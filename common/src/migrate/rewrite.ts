import { ourNameOf, OUR_PACKAGE } from './names';
import type { ImportedName, NamedImport } from './named-imports';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What becomes of one statement that imports from the old library. */
export interface Moved {
  readonly edit: Edit | undefined;
  readonly moved: readonly ImportedName[];
  readonly left: readonly ImportedName[];
}

/**
 * Splits a statement: what ours has comes from ours, the rest stays.
 * @returns undefined when it would have to be split and holds comments, which belong to one half or the other
 */
export function moveImport(text: string, statement: NamedImport): Moved | undefined {
  const moved = statement.names.filter(({ imported }) => ourNameOf(imported) !== undefined);
  const left = statement.names.filter(({ imported }) => ourNameOf(imported) === undefined);
  if (moved.length === 0) return { edit: undefined, moved, left };
  const isSame = moved.every(({ imported }) => ourNameOf(imported) === imported);
  if (left.length === 0 && isSame) return { edit: specifierEdit(text, statement), moved, left };
  if (hasComments(text, statement)) return undefined;
  const ours = moved.map((name) => name.renamed(ourNameOf(name.imported)!));
  const halves = [
    write(text, statement, ours, OUR_PACKAGE),
    ...(left.length === 0
      ? []
      : [
          write(
            text,
            statement,
            left.map((name) => name.text),
            statement.specifier.text,
          ),
        ]),
  ];
  const join = lineBreakOf(text) + indentOf(text, statement.start);
  return { edit: { start: statement.start, end: statement.end, text: halves.join(join) }, moved, left };
}

function specifierEdit(text: string, { specifier }: NamedImport): Edit {
  const quote = text[specifier.start]!;
  return { start: specifier.start, end: specifier.end, text: quote + OUR_PACKAGE + quote };
}

/** The statement anew, with other names and another package, and all else as it stands. */
function write(text: string, statement: NamedImport, names: readonly string[], from: string): string {
  const { start, end, list, specifier } = statement;
  const quote = text[specifier.start]!;
  return (
    text.slice(start, list.start) +
    writeList(text, statement, names) +
    text.slice(list.end, specifier.start) +
    quote +
    from +
    quote +
    text.slice(specifier.end, end)
  );
}

/** In one line or one name a line, as the list was. */
function writeList(text: string, { start, list }: NamedImport, names: readonly string[]): string {
  const inner = text.slice(list.start + 1, list.end - 1);
  const space = inner.startsWith(' ') || inner.startsWith('\n') || inner.startsWith('\r') ? ' ' : '';
  if (!inner.includes('\n') || names.length === 1) return `{${space}${names.join(', ')}${space}}`;
  const lineBreak = lineBreakOf(text);
  const indent = /\n([ \t]*)\S/.exec(inner)?.[1] ?? '  ';
  const lines = names.map((name) => lineBreak + indent + name);
  const comma = inner.trimEnd().endsWith(',') ? ',' : '';
  return `{${lines.join(',')}${comma}${lineBreak}${indentOf(text, start)}}`;
}

function hasComments(text: string, { start, end }: NamedImport): boolean {
  return /\/[/*]/.test(text.slice(start, end));
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function indentOf(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return line.trim() === '' ? line : '';
}
