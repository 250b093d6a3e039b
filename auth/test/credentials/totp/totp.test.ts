import { describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { describeTotp, newTotpSecret, stepOfCode, TOTP_CODE_FORM } from '../../../src/credentials/totp/totp';

/** RFC 6238, appendix B: the secret of the rows with SHA-1, and the last six of its eight digits. */
const SECRET = Buffer.from('12345678901234567890');
const VECTORS = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const;
const STEP_MS = 30_000;

describe('codes of authenticator apps', () => {
  it.each(VECTORS)('are those of RFC 6238, appendix B, at %d s', (seconds, digits) => {
    const step = Math.floor(seconds / 30);
    expect(stepOfCode(SECRET, digits.slice(-6), -1, seconds * 1000)).toBe(step);
  });

  it('are taken of the step before and after, and of none further away', () => {
    const now = 1_700_000_000_000;
    const code = TOTP.generate({ secret: URI.parse(uriOf(SECRET)).secret, timestamp: now });
    const step = Math.floor(now / STEP_MS);
    const at = (steps: number) => stepOfCode(SECRET, code, -1, now + steps * STEP_MS);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step, step, step, undefined]);
  });

  it('are not taken of a step that was used, or of one before it', () => {
    const step = Math.floor(59 / 30);
    const after = (used: number) => stepOfCode(SECRET, '287082', used, 59_000);
    expect([step - 1, step, step + 1].map(after)).toEqual([step, undefined, undefined]);
  });

  it('may have a blank or a hyphen in the middle', () => {
    for (const typed of ['287 082', '287-082', ' 287082 ']) {
      expect(typed).toMatch(TOTP_CODE_FORM);
      expect(stepOfCode(SECRET, typed, -1, 59_000)).toBe(1);
    }
    for (const typed of ['28708', '2870820', '28708a', '2 8 7 0 8 2', '٢٨٧٠٨٢'])
      expect(typed).not.toMatch(TOTP_CODE_FORM);
  });

  it('that are wrong are of no step', () => {
    for (const typed of ['287083', '000000', '28708'])
      expect(stepOfCode(SECRET, typed, -1, 59_000)).toBe(undefined);
  });
});

describe('what an app is given', () => {
  it('is a secret of 160 bits of its own', () => {
    const secrets = Array.from({ length: 20 }, newTotpSecret);
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(20);
    expect(secrets.every(({ length }) => length === 20)).toBe(true);
  });

  it('is a URI that says what the codes are made of, and for whom', () => {
    const { secret, uri } = describeTotp(SECRET, { issuer: 'Example: A & B', label: 'a+b@example.com' });
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(uri).toMatch(/^otpauth:\/\/totp\/[^/?]+\?/);
    expect(URI.parse(uri)).toMatchObject({
      ...{ label: 'a+b@example.com', algorithm: 'SHA1', digits: 6, period: 30 },
      secret: { base32: secret },
    });
    expect(new URL(uri).searchParams.get('issuer')).toBe('Example  A & B');
  });
});

const uriOf = (secret: Buffer) => describeTotp(secret, { issuer: 'i', label: 'l' }).uri;
