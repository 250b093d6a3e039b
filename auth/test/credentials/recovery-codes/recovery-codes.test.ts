import { describe, expect, it } from '@jest/globals';
import { newRecoveryCodes, recoveryCodeHash } from '../../../src/credentials/recovery-codes/recovery-codes';

const ACCOUNT = '64b000000000000000000001';

describe('recovery codes', () => {
  it('are ten, of 80 bits, in groups without letters that are taken for others', () => {
    const { codes, hashes } = newRecoveryCodes(ACCOUNT);
    expect([new Set(codes).size, new Set(hashes).size]).toEqual([10, 10]);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('are recognised however they are typed', () => {
    const { codes, hashes } = newRecoveryCodes(ACCOUNT);
    for (const [n, code] of codes.entries()) {
      const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
      for (const each of [code, typed, code.replaceAll('-', '')])
        expect(recoveryCodeHash(ACCOUNT, each)).toBe(hashes[n]);
    }
  });

  it('have hashes that tell nothing of them, and fit one account', () => {
    const { codes, hashes } = newRecoveryCodes(ACCOUNT);
    expect(hashes).not.toContain(recoveryCodeHash('64b000000000000000000002', codes[0]!));
    expect(hashes.join()).not.toContain(codes[0]!.replaceAll('-', ''));
  });
});
