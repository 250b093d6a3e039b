import type { JsonWebKey } from 'crypto';
import {
  HOW_TO_MAKE_A_KEY,
  HOW_TO_MAKE_AN_ENCRYPTION_KEY,
  isPrivateJwk,
  parseEncryptionKey,
  parseJwk,
  parsePublicKey,
  parseSigningKey,
  type EncryptionKey,
  type SigningKey,
  type VerificationKey,
} from './key';
import { describeJson } from './other-key';

/** The keys that verify, by the `kid` that tokens name. */
export interface KeySet {
  /** The key of that id, if it is known. */
  find(kid: string): VerificationKey | undefined;
}

/** The keys of a JWK Set. */
export interface PublishedKeys extends KeySet {
  readonly kids: ReadonlySet<string>;
  /** Whether there were private keys or secrets in it, which are not used. */
  readonly hasPrivateKeys: boolean;
}

/** The keys in force: the first signs, all of them verify. */
export interface KeyRing extends KeySet {
  readonly signing: SigningKey;
  /** The public halves of those that have one, as JWKs (RFC 7517), which anybody may know. */
  readonly publicJwks: readonly JsonWebKey[];
}

/**
 * Reads a comma-separated ring of secrets and private keys in PEM, as `JWT_KEY` holds it.
 *
 * A KeyObject is made of each once: jsonwebtoken tries a string secret as a PEM on every call, which costs tens
 * to hundreds of microseconds.
 * @throws Error when there is no key, or one is too weak (RFC 7518, sections 3.2 and 3.3) or of a kind that is not used
 *   here; the message holds no part of a key
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = parseAll(text, parseSigningKey);
  const [signing] = keys;
  if (!signing) throw new Error(`holds no key; ${HOW_TO_MAKE_A_KEY}`);
  const publicJwks = keys
    .filter(({ alg }) => alg !== 'HS256')
    .map(({ kid, alg, key }) => ({ ...key.export({ format: 'jwk' }), kid, alg, use: 'sig' }));
  return { ...keySet(keys), signing, publicJwks };
}

/**
 * Reads a comma-separated ring of public keys in PEM, as `JWT_PUBLIC_KEY` holds it: they verify and cannot sign.
 * @throws Error as `parseKeyRing` does
 */
export function parsePublicKeys(text: string): KeySet {
  const keys = parseAll(text, parsePublicKey);
  if (keys.length === 0) throw new Error('holds no key');
  return keySet(keys);
}

/**
 * Reads a JWK Set (RFC 7517, section 5). Keys that are of no use here are left out, as that section says.
 * @throws Error when none is left
 */
export function parseJwks(jwks: unknown): PublishedKeys {
  const { keys } = (jwks ?? {}) as { keys?: unknown };
  const entries = Array.isArray(keys) ? (keys as JsonWebKey[]) : [];
  const usable = entries.flatMap((jwk) => {
    try {
      return [parseJwk(jwk)];
    } catch {
      return [];
    }
  });
  if (usable.length === 0)
    throw new Error('there is no public key in it that verifies tokens; a secret (HS256) has none');
  const kids = new Set(usable.map(({ kid }) => kid));
  return { ...keySet(usable), kids, hasPrivateKeys: entries.some(isPrivateJwk) };
}

/**
 * Reads a comma-separated ring of keys that encrypt, as `COOKIE_KEY` holds it: the first without `decrypt:` encrypts, all
 * decrypt.
 * @throws Error when there is none, or one is not of 32 bytes
 */
export function parseEncryptionKeys(text: string): readonly [EncryptionKey, ...EncryptionKey[]] {
  const [first, ...others] = parseAll(text, parseEncryptionKey);
  if (!first) throw new Error(`holds no key; ${HOW_TO_MAKE_AN_ENCRYPTION_KEY}`);
  return [first, ...others];
}

/** Several sets as one. */
export function joinKeySets(sets: readonly KeySet[]): KeySet {
  return {
    find: (kid) => {
      for (const set of sets) {
        const key = set.find(kid);
        if (key) return key;
      }
      return undefined;
    },
  };
}

function keySet(keys: readonly VerificationKey[]): KeySet {
  const byKid = new Map(keys.map((key) => [key.kid, key]));
  return { find: (kid) => byKid.get(kid) };
}

function parseAll<K>(text: string, parse: (entry: string) => K): K[] {
  const json = describeJson(text);
  if (json !== undefined) throw new Error(json);
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry, index) => {
      try {
        return parse(entry);
      } catch (error) {
        const { message } = error as Error;
        throw new Error(`key ${index + 1} of the ring (commas separate keys) ${message}`, { cause: error });
      }
    });
}
