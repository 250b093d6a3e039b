import { describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { hashPassword, verifyPassword } from '../../../src/credentials/password/password-hash';
import { trimmedCourseHash } from '../../support/hashes';

const isRight = async (stored: string, password: string) => (await verifyPassword(stored, password)).matches;

describe('a password hash', () => {
  it('is a PHC string of argon2id with the parameters that OWASP names, and is not outdated', async () => {
    const stored = await hashPassword('a password');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
    expect(await verifyPassword(stored, 'a password')).toEqual({ matches: true, isOutdated: false });
  });

  it('differs each time, since its salt does', async () => {
    expect(await hashPassword('a password')).not.toBe(await hashPassword('a password'));
  });

  it.each([
    ['the same password', 'a password', true],
    ['another case', 'A password', false],
    ['a space before it', ' a password', false],
    ['a space behind it', 'a password ', false],
    ['only its beginning', 'a passwor', false],
    ['nothing', '', false],
  ])('is verified with %s: %s is %s', async (_what, password, expected) => {
    expect(await isRight(await hashPassword('a password'), password)).toBe(expected);
  });

  it('looks at all of a long password', async () => {
    const stored = await hashPassword(`${'x'.repeat(255)}a`);
    expect(await isRight(stored, `${'x'.repeat(255)}a`)).toBe(true);
    expect(await isRight(stored, `${'x'.repeat(255)}b`)).toBe(false);
  });

  it('does not end at a zero byte', async () => {
    expect(await isRight(await hashPassword('secret\0one'), 'secret\0two')).toBe(false);
  });

  it('takes a letter with an accent however a keyboard composes it', async () => {
    const [composed, decomposed] = ['caf\u00e9 au lait', 'cafe\u0301 au lait'];
    expect(await isRight(await hashPassword(composed), decomposed)).toBe(true);
    expect(await isRight(await hashPassword(decomposed), composed)).toBe(true);
    // Only spelling is made one (NFC), not letters that merely look alike (NFKC).
    expect(await isRight(await hashPassword('\ufb01sh and chips'), 'fish and chips')).toBe(false);
  });

  it('is made and verified off the event loop', async () => {
    let turns = 0;
    let counting = setImmediate(function turn() {
      turns++;
      counting = setImmediate(turn);
    });
    const stored = await hashPassword('a password');
    const whileHashing = turns;
    await verifyPassword(stored, 'a password');
    clearImmediate(counting);
    expect(whileHashing).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(whileHashing);
  });
});

describe('a legacy hash', () => {
  it('is verified with the trimmed password, as it was made', async () => {
    const stored = trimmedCourseHash('  old password ');
    expect(await isRight(stored, 'old password')).toBe(true);
    expect(await isRight(stored, '  old password ')).toBe(true);
    expect(await isRight(stored, 'oldpassword')).toBe(false);
    expect(await isRight(stored, 'Old password')).toBe(false);
  });

  it('is outdated, but for a password that was typed with spaces around it', async () => {
    const stored = trimmedCourseHash('old password');
    expect(await verifyPassword(stored, 'old password')).toEqual({ matches: true, isOutdated: true });
    expect(await verifyPassword(stored, 'old password ')).toEqual({ matches: true, isOutdated: false });
  });
});

describe('an argon2 hash of yesterday', () => {
  it.each([
    ['less memory', { memoryCost: 12_288, timeCost: 2, parallelism: 1 }],
    ['more memory', { memoryCost: 65_536, timeCost: 2, parallelism: 1 }],
    ['another time cost', { memoryCost: 19_456, timeCost: 3, parallelism: 1 }],
    ['more lanes', { memoryCost: 19_456, timeCost: 2, parallelism: 2 }],
    ['argon2i', { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 1 }],
  ])('with %s is verified, and outdated', async (_what, parameters) => {
    const stored = await hash('a password', parameters);
    expect(await verifyPassword(stored, 'a password')).toEqual({ matches: true, isOutdated: true });
    expect(await isRight(stored, 'another one')).toBe(false);
  });
});
