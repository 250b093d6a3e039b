import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..');
const APP = join(ROOT, 'examples/nextjs');

/** The files that the page shows, by their names. */
function shown(): Record<string, string> {
  const page = readFileSync(join(ROOT, 'docs/nextjs.md'), 'utf8');
  const blocks = page.matchAll(/^```\w+\n\/\/ (\S+)\n([\s\S]*?)^```$/gm);
  return Object.fromEntries(Array.from(blocks, ([, name, text]) => [name!, text!]));
}

it('docs/nextjs.md shows the files of examples/nextjs as they are', () => {
  const programs = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|tsx|mjs)$/.test(file) && !/node_modules|\.next|next-env|layout/.test(file))
    .filter((file) => statSync(join(APP, file)).isFile());
  expect(Object.keys(shown()).sort()).toEqual(programs.sort());
  for (const [file, text] of Object.entries(shown()))
    expect([file, text]).toEqual([file, readFileSync(join(APP, file), 'utf8')]);
});
