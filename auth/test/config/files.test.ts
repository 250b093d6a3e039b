import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Config } from '../../src/config/config';
import { faultsOf, read, REQUIRED } from '../support/config';

describe('secrets that are given as files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[keyof Config, string]>([
    ['JWT_KEY', `${REQUIRED.JWT_KEY} too`],
    ['MONGO_URI', 'mongodb://auth:secret@db/auth'],
    ['NATS_URL', 'nats://auth:secret@nats:4222'],
    ['COOKIE_KEY', Buffer.alloc(32, 7).toString('base64')],
    ['DATA_KEY', Buffer.alloc(32, 8).toString('base64')],
    ['INTERNAL_TOKEN', 'only-for-tests-only-for-tests-only'],
  ])('are read: %s_FILE', (name, value) => {
    const file = join(folder, name);
    writeFileSync(file, `${value}\n`);
    expect(read({ [name]: '', [`${name}_FILE`]: file })[name]).toBe(value);
  });

  it('count as given where lifetimes contradict each other', () => {
    const file = join(folder, 'SESSION_IDLE');
    writeFileSync(file, '2d');
    const env = { ...REQUIRED, SESSION_IDLE: '', SESSION_IDLE_FILE: file, SESSION_MAX: '1d' };
    expect(faultsOf(env)).toEqual(['SESSION_IDLE must not be longer than SESSION_MAX']);
  });

  it('are told without their value when that is no path', () => {
    expect(faultsOf({ ...REQUIRED, MONGO_URI: undefined, MONGO_URI_FILE: '/nowhere/uri' })).toEqual([
      'MONGO_URI_FILE names a file, which cannot be read (ENOENT)',
    ]);
  });
});
