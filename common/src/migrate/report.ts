import { relative } from 'path';
import type { Migration } from './migrate';
import { ourNameOf, OUR_PACKAGE, SAME_NAMES } from './names';

/** What a migration did, and what is left to a person, as lines. */
export function reportOf({ library, files }: Migration, dryRun: boolean): string[] {
  if (library === undefined) {
    const names = SAME_NAMES.slice(0, 4).join(', ');
    return [
      `Nothing to move: no package is imported for ${names} and their like. Name the old library with --from.`,
    ];
  }
  const changed = files.filter(({ moved }) => moved.length > 0);
  const verb = dryRun ? 'Would move' : 'Moved';
  return [
    ...changed.map(({ path, moved }) => `${shown(path)}: ${unique(moved).map(described).join(', ')}`),
    `${verb} the imports of ${changed.length} of ${files.length} files from ${library} to ${OUR_PACKAGE}.`,
    ...linesOfRemarks(files),
    ...linesOfLeft(library, files),
  ];
}

function linesOfRemarks(files: Migration['files']): string[] {
  const lines = files.flatMap(({ path, remarks }) =>
    remarks.flatMap(({ line, text, advice }) => [`${shown(path)}:${line}: ${text}`, `    ${advice}`]),
  );
  return lines.length === 0 ? [] : ['', 'Left to you:', ...lines];
}

function linesOfLeft(library: string, files: Migration['files']): string[] {
  const left = unique(files.flatMap((file) => file.left));
  return left.length === 0 ? [] : ['', `Still from ${library}: ${left.join(', ')}.`];
}

function described(name: string): string {
  const ours = ourNameOf(name);
  return ours === name || ours === undefined ? name : `${name} (${ours})`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function shown(path: string): string {
  return relative('', path) || path;
}
