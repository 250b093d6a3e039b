import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

interface Entry {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(join(__dirname, '../package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> };
const entries = Object.entries(packages);

/** Whether a package that is required from a folder is found there or in a folder above, as Node looks for it. */
function isFound(folder: string, name: string): boolean {
  if (Object.hasOwn(packages, `${folder}/node_modules/${name}`.replace(/^\//, ''))) return true;
  return folder !== '' && isFound(folder.replace(/(^|\/)(node_modules\/(@[^/]+\/)?)?[^/]+$/, ''), name);
}

it('has the packages of every platform, not only of the one that wrote it', () => {
  const missing = entries.flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isFound(folder, name)),
  );
  expect(missing).toEqual([]);
});

it('names no registry', () => {
  expect(entries.filter(([, { link, resolved }]) => resolved !== undefined && !link)).toEqual([]);
});
