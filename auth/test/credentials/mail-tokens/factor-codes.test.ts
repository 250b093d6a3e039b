import { describe, expect, it } from '@jest/globals';
import {
  factorCodeHash,
  createFactorCodes,
  newFactorCode,
} from '../../../src/credentials/mail-tokens/factor-codes';

const KEYS = ['a key of thirty-two bytes or more', 'an older key of thirty-two bytes'];
const [ACCOUNT, OTHER] = ['a'.repeat(24), 'b'.repeat(24)];

describe('the codes of a first factor', () => {
  it('are sixteen digits of Crockford’s base 32', () => {
    const form = /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/;
    expect(newFactorCode(ACCOUNT).code).toMatch(form);
    expect(createFactorCodes(KEYS)(ACCOUNT, 'request').code).toMatch(form);
  });

  it('are another one each time, but in a mail that is sent again', () => {
    expect(newFactorCode(ACCOUNT).code).not.toBe(newFactorCode(ACCOUNT).code);
    const mailed = createFactorCodes(KEYS)(ACCOUNT, 'request');
    expect(createFactorCodes(KEYS)(ACCOUNT, 'request')).toEqual(mailed);
    expect(createFactorCodes(KEYS)(ACCOUNT, 'another').code).not.toBe(mailed.code);
    expect(createFactorCodes([KEYS[1]!])(ACCOUNT, 'request').code).not.toBe(mailed.code);
  });

  it('are found however they are typed, and for their account alone', () => {
    const { code, hash } = newFactorCode(ACCOUNT);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    expect(factorCodeHash(ACCOUNT, typed)).toBe(hash);
    expect(factorCodeHash(OTHER, code)).not.toBe(hash);
    expect(factorCodeHash(ACCOUNT, code.slice(0, -1))).not.toBe(hash);
  });
});
