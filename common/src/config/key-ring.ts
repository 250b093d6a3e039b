import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** One key with the only algorithm that it may be used with (RFC 8725, section 3.1). */
export interface SigningKey {
  readonly kid: string;
  readonly alg: 'HS256';
  readonly key: KeyObject;
}

/** The keys in force: the first signs, all of them verify. */
export interface KeyRing {
  readonly signing: SigningKey;
  find(kid: string): SigningKey | undefined;
}

const MINIMUM_SECRET_BYTES = 32;
export const HOW_TO_MAKE_A_KEY = 'make one with: openssl rand -base64 48';

/**
 * Reads a comma-separated ring of secrets, as `JWT_KEY` holds it.
 *
 * A KeyObject is made of each once: jsonwebtoken tries a string secret as a PEM on every call, which costs tens
 * to hundreds of microseconds.
 * @throws Error when there is no key, or a key is shorter than 32 bytes (RFC 7518, section 3.2); the message holds
 *   no part of a key
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseKey);
  const [signing] = keys;
  if (!signing) throw new Error(`holds no key; ${HOW_TO_MAKE_A_KEY}`);
  const byKid = new Map(keys.map((key) => [key.kid, key]));
  return { signing, find: (kid) => byKid.get(kid) };
}

function parseKey(entry: string, index: number): SigningKey {
  const position = `key ${index + 1} of the ring (commas separate keys)`;
  if (entry.startsWith('-----BEGIN')) {
    throw new Error(`${position} is a PEM; this version takes secrets (HS256) only; ${HOW_TO_MAKE_A_KEY}`);
  }
  const secret = Buffer.from(entry, 'utf8');
  if (secret.length < MINIMUM_SECRET_BYTES) {
    throw new Error(
      `${position} has ${secret.length} bytes, at least ${MINIMUM_SECRET_BYTES} are needed; ${HOW_TO_MAKE_A_KEY}`,
    );
  }
  return { kid: secretKid(secret), alg: 'HS256', key: createSecretKey(secret) };
}

/** A keyed hash of a fixed text: the same on every service that holds the secret, and it tells nothing about it. */
function secretKid(secret: Buffer): string {
  return createHmac('sha256', secret).update('latchkey key id').digest('base64url').slice(0, 16);
}
