import { createHmac, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
/** 128 bits: no two emails get the same hash. */
const HASH_BYTES = 16;

/**
 * Makes the function that turns an email into what logs may have of it: the same for the same email on all replicas,
 * and of no use without the key.
 * @param secret JWT_KEY; its first key counts, so that the hashes change when another one begins to sign (HKDF, RFC 5869)
 */
export function createEmailHash(secret: string): (email: string) => string {
  const [first = ''] = secret.split(',', 1);
  const key = Buffer.from(hkdfSync('sha256', first.trim(), '', 'latchkey email in logs', KEY_BYTES));
  return (email) =>
    createHmac('sha256', key).update(email).digest().subarray(0, HASH_BYTES).toString('base64url');
}
