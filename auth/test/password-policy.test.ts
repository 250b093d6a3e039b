import { describe, expect, it } from '@jest/globals';
import { createPasswordPolicy } from '../src/accounts/password-policy';

const policy = createPasswordPolicy({ minLength: 8, blocklist: true });

const TOO_SHORT = 'Take a password of at least 8 characters.';
const TOO_LONG = 'Take a password of at most 256 characters.';
const TOO_COMMON = 'This password is among the most common ones, which are guessed first. Take another.';

describe('the length of a password', () => {
  it.each([
    ['no characters', '', TOO_SHORT],
    ['one less than the least', 'w7 plmq', TOO_SHORT],
    ['the least', 'w7 plmqz', undefined],
    ['the most', 'x7 z'.repeat(64), undefined],
    ['one more than the most', `${'x7 z'.repeat(64)}!`, TOO_LONG],
  ])('%s', (_what, password, fault) => {
    expect(policy(password)).toBe(fault);
  });

  it('is counted in code points, not in UTF-16 units or bytes', () => {
    expect(policy('🔑'.repeat(7))).toBe(TOO_SHORT);
    expect(policy('🔑'.repeat(8))).toBeUndefined();
    expect(policy('🔑'.repeat(256))).toBeUndefined();
    expect(policy('🔑'.repeat(257))).toBe(TOO_LONG);
  });

  it('is counted after NFC, which is what is hashed', () => {
    expect(policy('e\u0301'.repeat(7))).toBe(TOO_SHORT);
    expect(policy('e\u0301'.repeat(8))).toBeUndefined();
  });

  it('is no matter where a character is only half there', () => {
    expect(policy('\ud83d'.repeat(12))).toBe('Take a password of whole characters.');
  });

  it('counts spaces, which are part of a password', () => {
    expect(policy(' z7 q p ')).toBeUndefined();
  });

  it('has the least that is set', () => {
    const strict = createPasswordPolicy({ minLength: 15, blocklist: true });
    expect(strict('w7 plmqz w7 pl')).toBe('Take a password of at least 15 characters.');
    expect(strict('w7 plmqz w7 plm')).toBeUndefined();
  });
});

describe('the list of common passwords', () => {
  it.each(['password', '12345678', 'qwertyuiop', 'PassWord', 'iloveyou'])('refuses %s', (password) => {
    expect(policy(password)).toBe(TOO_COMMON);
  });

  it.each(['password of mine', ' password', 'correct horse battery staple'])('lets %j pass', (password) => {
    expect(policy(password)).toBeUndefined();
  });

  it('can be switched off', () => {
    expect(createPasswordPolicy({ minLength: 8, blocklist: false })('password')).toBeUndefined();
  });

  it('holds for passwords of any least length', () => {
    expect(createPasswordPolicy({ minLength: 4, blocklist: true })('1234')).toBe(TOO_COMMON);
  });
});

it('has no rules about kinds of characters', () => {
  for (const password of ['aqzwsvbnmk', 'AQZWSVBNMK', '8305719264', '!?.,-_:;', '密码密码密码密码']) {
    expect(policy(password)).toBeUndefined();
  }
});
