import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { version } from '@latchkey/auth/dist/openapi/version';

const ROOT = join(__dirname, '..');
const filesOf = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

it('is in one package.json, and the auth service has it from there', () => {
  const packages = filesOf('*package.json').filter((file) => !file.includes('/fixtures/'));
  const versions = packages.flatMap((file) => {
    const own = (JSON.parse(read(file)) as { version?: string }).version;
    return own === undefined ? [] : [[file, own]];
  });
  expect(versions).toEqual([['common/package.json', version]]);
});

it('is the tag of our images in each manifest', () => {
  const tags = filesOf('infra/k8s', 'infra/README.md').flatMap((file) =>
    Array.from(
      read(file).matchAll(/\blatchkey-[a-z]+(?::|, newTag: )([\w.-]+)/g),
      ([, tag]) => `${file}: ${tag}`,
    ),
  );
  expect(tags).not.toEqual([]);
  expect(tags.filter((tag) => !tag.endsWith(`: ${version}`))).toEqual([]);
});
