import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, verify } from '@node-rs/argon2';

/** OWASP password storage: argon2id (the library's default) with 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT_PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$';
const LEGACY = /^([0-9a-f]{128})\.([0-9a-f]+)$/;
const LEGACY_BYTES = 64;

/** The longest password, in code points after NFC. */
export const MAX_PASSWORD_CODE_POINTS = 256;
/**
 * The longest password as it may be typed, in UTF-16 units: NFC makes one code point of four units at most. NFC is quadratic
 * in combining marks, so a longer text is to be refused before it.
 */
export const MAX_RAW_PASSWORD_UNITS = 4 * MAX_PASSWORD_CODE_POINTS;

const scryptAsync = promisify<string, string, number, Buffer>(scrypt);

/** One form for what keyboards send in several (NIST SP 800-63B, section 3.1.1.2). */
const normalize = (password: string) => password.normalize('NFC');

/** Hashes a password off the event loop, as a PHC string. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), PARAMETERS);
}

/** Whether the password is the one that was hashed, in the current format or in the legacy one. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const legacy = LEGACY.exec(stored);
  if (legacy) return verifyLegacy(legacy[1]!, legacy[2]!, password);
  return verify(stored, normalize(password));
}

/**
 * Whether the hash was made with an older algorithm or other parameters than today's, so that a new one of this
 * password should replace it. A legacy hash stays when spaces were typed around the password: it takes the password
 * with them and without, and the new one would take it only as it was typed this time.
 */
export function isOutdated(stored: string, password: string): boolean {
  if (LEGACY.test(stored)) return password === password.trim();
  return !stored.startsWith(CURRENT_PREFIX);
}

/** `hex.salt`, made by scrypt from a trimmed password, as course-taught services store it. */
async function verifyLegacy(hex: string, salt: string, password: string): Promise<boolean> {
  const actual = await scryptAsync(password.trim(), salt, LEGACY_BYTES);
  return timingSafeEqual(actual, Buffer.from(hex, 'hex'));
}
