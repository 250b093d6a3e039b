import { createHash, randomBytes } from 'node:crypto';
import { inGroups, normalizeCode, toCode } from '../typed-codes';

const COUNT = 10;
/** 5 bits each, so 80 together: more than can be guessed from a hash, so a fast hash is enough. */
const DIGITS = 16;

/** The codes of an account, and what is stored of them. */
export interface RecoveryCodes {
  /** To be shown once, such as `7KQ2-M9XD-0F4V-ZT6A`. */
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

/** Makes all recovery codes of an account, in the place of those that it had. */
export function newRecoveryCodes(account: string): RecoveryCodes {
  const codes = Array.from({ length: COUNT }, () => toCode(randomBytes(DIGITS)));
  return { codes: codes.map(inGroups), hashes: codes.map((code) => recoveryCodeHash(account, code)) };
}

/**
 * What is stored of a code. It is of one account, so a hash that is copied to another account fits no code.
 * @param typed as it was typed: capitals, blanks and hyphens do not matter
 */
export function recoveryCodeHash(account: string, typed: string): string {
  return createHash('sha256')
    .update(`recovery:${account}:${normalizeCode(typed)}`)
    .digest('base64url');
}
