import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verifierOfElsewhere, type HashReader } from './hash-verifier';

/** A PHC string such as `$pbkdf2-sha256$i=600000,l=32$<salt>$<hash>`; passlib writes no `i=`, `.` for `+`, and no name of SHA-1. */
const FORMAT =
  /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?([1-9]\d{0,9})(?:,l=(\d{1,3}))?\$([\w+/.]{1,128})\$([\w+/.]{22,86})$/;
/** One or two seconds of a core, and three times what OWASP asks for. */
const MAX_ITERATIONS = 2_000_000;
/** Shorter ones fit too many passwords. */
const MIN_BYTES = 16;
/** Of a longer one each part costs all iterations again. */
const DIGEST_BYTES: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha512: 64 };

const derive = promisify(pbkdf2);

/** PBKDF2 (RFC 8018) with SHA-1, SHA-256 or SHA-512. */
export const readPbkdf2: HashReader = (stored) => {
  const [, digest = 'sha1', count, length, salt = '', hash = ''] = FORMAT.exec(stored) ?? [];
  const iterations = Number(count);
  const expected = decode(hash);
  if (!(iterations <= MAX_ITERATIONS)) return undefined;
  if (expected.length < MIN_BYTES || expected.length > DIGEST_BYTES[digest]!) return undefined;
  if (length !== undefined && Number(length) !== expected.length) return undefined;
  return verifierOfElsewhere(async (password) =>
    timingSafeEqual(await derive(password, decode(salt), iterations, expected.length, digest), expected),
  );
};

function decode(base64: string): Buffer {
  return Buffer.from(base64.replaceAll('.', '+'), 'base64');
}
