import { namedImportsOf } from './named-imports';
import { OUR_PACKAGE, ourNameOf } from './names';
import {
  remarkAt,
  remarksOfArguments,
  remarksOfDeclarations,
  remarksOfMentions,
  remarksOfNamesakes,
  type Remark,
} from './remarks';
import { moveImport, type Edit } from './rewrite';
import { tokensOf } from './tokens';

/** What becomes of a file. */
export interface MovedFile {
  readonly text: string;
  /** The names that moved, as the old library has them. */
  readonly moved: readonly string[];
  /** The names that still come from the old library. */
  readonly left: readonly string[];
  readonly remarks: readonly Remark[];
}

/**
 * Moves the imports of one file.
 * @param library the name of the old library
 */
export function moveFile(text: string, library: string): MovedFile {
  const tokens = tokensOf(text);
  const all = namedImportsOf(text, tokens);
  const statements = all.filter(({ specifier }) => specifier.text === library);
  const results = statements.map((statement) => ({ statement, result: moveImport(text, statement) }));
  const done = results.flatMap(({ result }) => result ?? []);
  const split = results
    .filter(({ result }) => result === undefined)
    .map(({ statement }) => remarkAt(text, statement.start, 'comments between the names: split it by hand'));
  const handled = new Set(statements.map(({ specifier }) => specifier.start));
  const ours = all.filter(({ specifier }) => specifier.text === library || specifier.text === OUR_PACKAGE);
  return {
    text: apply(
      text,
      done.flatMap(({ edit }) => edit ?? []),
    ),
    moved: done.flatMap((result) => result.moved.map(({ imported }) => imported)),
    left: done.flatMap((result) => result.left.map(({ imported }) => imported)),
    remarks: [
      ...split,
      ...remarksOfMentions(text, library, handled),
      ...remarksOfNamesakes(text, statements),
      ...remarksOfArguments(text, tokens, ours),
      ...remarksOfDeclarations(text, tokens),
    ].sort((one, other) => one.line - other.line),
  };
}

function apply(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text);
}

/** The names that a file imports and that would move, by the package that they come from. */
export function movableNamesOf(text: string): { readonly library: string; readonly name: string }[] {
  return namedImportsOf(text, tokensOf(text))
    .filter(({ specifier }) => specifier.text !== OUR_PACKAGE && isScopedPackage(specifier.text))
    .flatMap(({ specifier, names }) =>
      names
        .filter(({ imported }) => ourNameOf(imported) !== undefined)
        .map(({ imported }) => ({ library: specifier.text, name: imported })),
    );
}

function isScopedPackage(specifier: string): boolean {
  return /^@[^/@]+\/[^/]+$/.test(specifier);
}
