import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'crypto';
import { describeOtherKey } from './other-key';
import { HOW_TO_MAKE_A_PEM, isCertificate, isPem, isPublic, readPem } from './pem';

export type Algorithm = 'HS256' | 'RS256' | 'ES256';

/** A key with the only algorithm that it may be used with (RFC 8725, section 3.1). */
export interface VerificationKey {
  readonly kid: string;
  readonly alg: Algorithm;
  /** The secret or the public key. */
  readonly key: KeyObject;
}

export interface SigningKey extends VerificationKey {
  /** The secret or the private key. */
  readonly signingKey: KeyObject;
}

const MINIMUM_SECRET_BYTES = 32;
const MINIMUM_RSA_BITS = 2048;
const ENCRYPTION_KEY_BYTES = 32;
export const HOW_TO_MAKE_A_KEY = 'make one with: openssl rand -base64 48';
export const HOW_TO_MAKE_AN_ENCRYPTION_KEY = 'make one with: openssl rand -base64 32';
const HOW_TO_PUBLISH = 'make it with: openssl pkey -pubout';

/**
 * Reads a secret or a private key in PEM.
 * @throws Error that says what is wrong with it and how to make a right one, without any part of it
 */
export function parseSigningKey(entry: string): SigningKey {
  if (!isPem(entry)) return parseSecret(entry);
  if (isPublic(entry) || isCertificate(entry))
    throw new Error(`is a public key, and the private one is needed; ${HOW_TO_MAKE_A_PEM}`);
  const signingKey = readPem(entry, createPrivateKey);
  return { ...verificationKey(createPublicKey(signingKey)), signingKey };
}

/**
 * Reads a public key in PEM.
 * @throws Error as `parseSigningKey` does; also for a private key, which does not belong where it is not needed
 */
export function parsePublicKey(entry: string): VerificationKey {
  if (!isPem(entry)) throw new Error(describeOtherKey(entry) ?? `is no public key in PEM; ${HOW_TO_PUBLISH}`);
  if (isCertificate(entry))
    throw new Error('is a certificate; take the public key out of it: openssl x509 -pubkey -noout');
  if (!isPublic(entry))
    throw new Error(`is a private key, and only the public one belongs here; ${HOW_TO_PUBLISH}`);
  return verificationKey(readPem(entry, createPublicKey));
}

/** The members of a private or symmetric key (RFC 7518, section 6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Whether a JWK holds what only its owner may know. */
export function isPrivateJwk(jwk: JsonWebKey): boolean {
  return PRIVATE_MEMBERS.some((member) => jwk?.[member] !== undefined);
}

/**
 * Reads a public key as a JWK (RFC 7517). It is known by its thumbprint, whatever it is called there.
 * @throws Error as `parseSigningKey` does; also for a private key, and for one that says it is for something else than
 *   verifying by the algorithm of its kind (RFC 7517, section 4)
 */
export function parseJwk(jwk: JsonWebKey): VerificationKey {
  if (isPrivateJwk(jwk)) throw new Error('is a private key, which is nothing to publish');
  const key = verificationKey(createPublicKey({ key: jwk, format: 'jwk' }));
  const { use = 'sig', key_ops: operations = ['verify'], alg = key.alg } = jwk;
  const isToVerify = use === 'sig' && Array.isArray(operations) && operations.includes('verify');
  if (!isToVerify || alg !== key.alg) throw new Error(`is not for verifying with ${key.alg}`);
  return key;
}

/** A key that encrypts with A256GCM (RFC 7518, section 5.3). */
export interface EncryptionKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** Whether it opens what others encrypt, and encrypts nothing itself. */
  readonly decryptsOnly: boolean;
}

/** Before a key that is to be known everywhere before it encrypts, or as long as what it encrypted is about. */
const DECRYPTS_ONLY = 'decrypt:';

/**
 * Reads 32 random bytes, as base64, with `decrypt:` before them for a key that only decrypts.
 * @throws Error that says how to make them, without any part of what was given
 */
export function parseEncryptionKey(entry: string): EncryptionKey {
  const decryptsOnly = entry.startsWith(DECRYPTS_ONLY);
  const text = decryptsOnly ? entry.slice(DECRYPTS_ONLY.length) : entry;
  const bytes = Buffer.from(text, 'base64');
  if (!/^[\w+/-]{43}=?$/.test(text) || bytes.length !== ENCRYPTION_KEY_BYTES) {
    throw new Error(`is not ${ENCRYPTION_KEY_BYTES} bytes as base64; ${HOW_TO_MAKE_AN_ENCRYPTION_KEY}`);
  }
  return { kid: secretKid(bytes), key: createSecretKey(bytes), decryptsOnly };
}

function parseSecret(entry: string): SigningKey {
  const secret = Buffer.from(entry, 'utf8');
  if (secret.length < MINIMUM_SECRET_BYTES) {
    const needed = `at least ${MINIMUM_SECRET_BYTES} are needed`;
    throw new Error(`has ${secret.length} bytes, ${needed}; ${HOW_TO_MAKE_A_KEY}`);
  }
  const otherKey = describeOtherKey(entry);
  if (otherKey !== undefined) throw new Error(otherKey);
  const key = createSecretKey(secret);
  return { kid: secretKid(secret), alg: 'HS256', key, signingKey: key };
}

/** The algorithm follows from the type of the key and from nothing else. */
function verificationKey(key: KeyObject): VerificationKey {
  return { kid: thumbprint(key), alg: algorithmOf(key), key };
}

function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): Algorithm {
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= MINIMUM_RSA_BITS) return 'RS256';
  const what = type === 'rsa' ? `RSA of ${details?.modulusLength} bits` : (details?.namedCurve ?? type);
  throw new Error(
    `is ${what}; it must be of the curve P-256, or RSA of ${MINIMUM_RSA_BITS} bits or more; ${HOW_TO_MAKE_A_PEM}`,
  );
}

/** A keyed hash of a fixed text: the same on every service that holds the secret, and it tells nothing about it. */
function secretKid(secret: Buffer): string {
  return createHmac('sha256', secret).update('latchkey key id').digest('base64url').slice(0, 16);
}

/** The members that make the key, in the order of the alphabet (RFC 7638, section 3). */
function thumbprint(key: KeyObject): string {
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' });
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
