import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@latchkey/common';
import { afterAll, expect, it } from '@jest/globals';
import { readConfig } from '../src/config';

const folder = mkdtempSync(join(tmpdir(), 'gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REQUIRED = {
  JWT_KEY: 'a secret of more than thirty-two bytes',
  REVOCATIONS_URL: 'http://auth-srv:3001/revocations',
};

function policies(text: string): { readonly POLICIES_FILE: string } {
  const POLICIES_FILE = join(folder, 'policies.yaml');
  writeFileSync(POLICIES_FILE, text);
  return { POLICIES_FILE };
}

function faultsOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults.join('\n');
    throw error;
  }
  throw new Error('It was read.');
}

it('has defaults for all but keys, feed and policies', () => {
  const config = readConfig({ ...REQUIRED, ...policies('staff: { role: staff }') });
  expect(config).toMatchObject({
    PORT: 3000,
    INTERNAL_PORT: 3001,
    ACCOUNT_PATH: '/account',
    ON_OUTAGE: 'allow',
  });
  expect([...config.policies.keys()]).toEqual(['staff']);
});

it('says what is missing, all at once', () => {
  expect(faultsOf({})).toMatch(/JWT_KEY[^]*POLICIES_FILE|POLICIES_FILE[^]*JWT_KEY/);
  const all = faultsOf({ ...policies('a: { roles: [b] }\nC: {}'), PORT: '0x' }).split('\n');
  expect(all.map((fault) => fault.split(' ', 2).join(' ')).sort()).toEqual([
    'JWT_KEY is',
    'POLICIES_FILE: C',
    'POLICIES_FILE: a.roles',
    'PORT is',
    'REVOCATIONS_URL is',
  ]);
});

it('wants a feed: a ban would count only when the token expires', () => {
  expect(faultsOf({ JWT_KEY: REQUIRED.JWT_KEY, ...policies('a: {}') })).toMatch(
    /^REVOCATIONS_URL is not set/,
  );
});

it('says which file cannot be read', () => {
  expect(faultsOf({ ...REQUIRED, POLICIES_FILE: '/nowhere/policies.yaml' })).toMatch(
    /^POLICIES_FILE cannot be read: ENOENT/,
  );
});

it('wants to know where people sign in, once a policy sends them there', () => {
  const env = { ...REQUIRED, ...policies('a: {}\nb: { signIn: nginx }') };
  expect(faultsOf(env)).toBe('PUBLIC_URL is not set, and b.signIn sends people there');
  expect(readConfig({ ...env, PUBLIC_URL: 'https://shop.example.com' }).PUBLIC_URL).toBe(
    'https://shop.example.com',
  );
});

it.each([
  ['PUBLIC_URL', 'https://shop.example.com/'],
  ['PUBLIC_URL', 'https://*.example.com'],
  ['RETURN_ORIGINS', 'https://*.example.com'],
  ['ACCOUNT_PATH', '/api'],
  ['HOST', '127.0.0.1 '],
  ['PORT', '0x'],
])('refuses %s=%s', (name, text) => {
  expect(faultsOf({ ...REQUIRED, ...policies('a: {}'), [name]: text })).toMatch(new RegExp(`^${name} `));
});
