import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..');
const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' });
const pages = git('ls-files', '--cached', '--others', '--exclude-standard', '*.md')
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(ROOT, page)));

/** What GitHub makes of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```/gm, '');

function anchorsOf(file: string): string[] {
  return Array.from(withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    anchorOf(heading!),
  );
}

/** The relative links of a page that lead nowhere. */
function brokenLinks(page: string): string[] {
  const links = Array.from(
    withoutCode(readFileSync(join(ROOT, page), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g),
    ([, link]) => link!,
  );
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
}

describe('the links of each page lead somewhere', () => {
  it.each(pages)('%s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
