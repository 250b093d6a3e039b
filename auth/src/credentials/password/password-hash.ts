import { readArgon2 } from './hashes/argon2';
import { readBcrypt } from './hashes/bcrypt';
import { readCourseScrypt } from './hashes/course-scrypt';
import type { HashCheck, HashVerifier } from './hashes/hash-verifier';
import { readPbkdf2 } from './hashes/pbkdf2';

export { hashPassword } from './hashes/argon2';

/** The longest password, in code points after NFC. */
export const MAX_PASSWORD_CODE_POINTS = 256;
/**
 * The longest password as it may be typed, in UTF-16 units: NFC makes one code point of four units at most. NFC is quadratic
 * in combining marks, so a longer text is to be refused before it.
 */
export const MAX_RAW_PASSWORD_UNITS = 4 * MAX_PASSWORD_CODE_POINTS;

/** A hash that no password fits, with today's parameters: what cannot match costs the same work as what can. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXkgbm9ib2R5cw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const readers = [readArgon2, readCourseScrypt, readBcrypt, readPbkdf2];

/** Whether a stored hash is in a format that can be verified, at a bounded cost. */
export function isVerifiable(stored: string): boolean {
  return verifierOf(stored) !== undefined;
}

/** Compares a password with a stored hash. One that is not verifiable fits no password, after the same work as today's. */
export async function verifyPassword(stored: string, password: string): Promise<HashCheck> {
  const verifier = verifierOf(stored);
  // What its format could not tell, such as base64 of an odd length, the algorithm throws.
  const check = await verifier?.(password).catch(() => undefined);
  if (check) return check;
  await verifierOf(NOBODYS_HASH)!(password);
  return { matches: false, isOutdated: false };
}

function verifierOf(stored: string): HashVerifier | undefined {
  for (const read of readers) {
    const verifier = read(stored);
    if (verifier) return verifier;
  }
  return undefined;
}
