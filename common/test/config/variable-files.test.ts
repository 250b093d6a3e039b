import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment, sharedVariables } from '../../src/index';
import { ec } from '../support/key-pairs';
import { SECRET } from '../support/tokens';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Buffer): string {
  const path = join(folder, `file-${(files += 1)}`);
  writeFileSync(path, content);
  return path;
}

const read = (env: Record<string, string>) => readEnvironment(env, sharedVariables);

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults;
  }
}

const { privatePem, publicPem } = ec();
/** Every secret of a service, and what may hold one. */
const VALUES = {
  JWT_KEY: privatePem.trim(),
  JWT_PUBLIC_KEY: publicPem.trim(),
  COOKIE_KEY: Buffer.alloc(32, 7).toString('base64'),
  INTERNAL_TOKEN: SECRET,
  REVOCATIONS_URL: 'nats://service:p%40ss@nats:4222',
};

describe('a variable that is given as a file', () => {
  it.each(Object.entries(VALUES))('has what is in the file: %s', (name, value) => {
    for (const end of ['', '\n', '\r\n']) {
      const env = read({ JWT_KEY_FILE: fileOf(SECRET), [`${name}_FILE`]: fileOf(value + end) });
      expect(env[name as keyof typeof VALUES]).toBe(value);
    }
  });

  it('loses one line break at its end, and no more', () => {
    expect(read({ JWT_KEY: SECRET, ISSUER_FILE: fileOf(' two lines \n\n') }).ISSUER).toBe(' two lines \n');
  });

  it('may begin with the mark of UTF-8 that editors write', () => {
    expect(read({ JWT_KEY_FILE: fileOf(`\uFEFF${SECRET}`) }).JWT_KEY).toBe(SECRET);
  });

  it('is checked as any other, and its value not repeated', () => {
    expect(faultsOf({ JWT_KEY_FILE: fileOf('hunter2') })).toEqual([
      expect.stringMatching(/^JWT_KEY key 1 of (?!.*hunter2).*has 7 bytes/),
    ]);
  });

  it('is refused when it is set in both ways', () => {
    expect(faultsOf({ JWT_KEY: SECRET, JWT_KEY_FILE: fileOf(SECRET) })).toEqual([
      'JWT_KEY and JWT_KEY_FILE are both set; take one away',
    ]);
    expect(faultsOf({ JWT_KEY: SECRET, JWT_KEY_FILE: '/nowhere' })).toEqual([
      'JWT_KEY and JWT_KEY_FILE are both set; take one away',
    ]);
  });

  it('counts as not set when the name of the file or the variable is empty', () => {
    expect(read({ JWT_KEY: SECRET, JWT_KEY_FILE: '' }).JWT_KEY).toBe(SECRET);
    expect(read({ JWT_KEY: '', JWT_KEY_FILE: fileOf(SECRET) }).JWT_KEY).toBe(SECRET);
  });

  it.each<[string, () => string, RegExp]>([
    ['is a folder', () => folder, /^JWT_KEY_FILE names \/.*, which cannot be read \(EISDIR\)$/],
    ['is empty', () => fileOf(''), /^JWT_KEY_FILE names \/.*, which is empty$/],
    ['holds a line break alone', () => fileOf('\n'), /which is empty$/],
    ['is in UTF-16', () => fileOf(Buffer.from(`\uFEFF${SECRET}`, 'utf16le')), /which is no text in UTF-8$/],
    ['is binary', () => fileOf(Buffer.alloc(64, 0xfe)), /which is no text in UTF-8$/],
  ])('is told with its path when the file %s', (_what, path, fault) => {
    expect(faultsOf({ JWT_KEY_FILE: path() })).toEqual([expect.stringMatching(fault)]);
  });

  it.each([
    ['a path where nothing is', '/nowhere/hunter2'],
    ['the secret itself', `${SECRET}-hunter2`],
    ['a PEM', privatePem],
    ['a URL with a password', 'nats://service:hunter2@nats:4222'],
    ['longer than a path', 'hunter2'.repeat(100)],
  ])('is told without its value when that is %s', (_what, value) => {
    expect(faultsOf({ JWT_KEY_FILE: value })).toEqual([
      expect.stringMatching(/^JWT_KEY_FILE names a file, which cannot be read \((ENOENT|ENAMETOOLONG)\)$/),
    ]);
  });

  it('is told beside all other faults', () => {
    const faults = faultsOf({ COOKIE_KEY_FILE: '/nowhere', COOKIE_SECURE: 'hunter2' });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'COOKIE_KEY_FILE',
      'COOKIE_SECURE',
      'JWT_KEY',
    ]);
  });
});
