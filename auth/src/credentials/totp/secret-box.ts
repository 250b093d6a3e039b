import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { UnavailableError } from '@latchkey/common';
import { parseEncryptionKeys } from '@latchkey/common/protocol';

const CIPHER = 'aes-256-gcm';
/** As NIST SP 800-38D, section 8.2.2 has it; under one key, 2^32 of them are safe. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of DATA_KEY. */
export interface DataKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** Whether it opens what others seal, and seals nothing itself. */
  readonly decryptsOnly: boolean;
}

/** What is stored of a secret. */
export interface SealedSecret {
  /** IV, ciphertext and tag, as base64url. */
  readonly secret: string;
  /** The name of the key that opens it. */
  readonly key: string;
}

/**
 * Seals the secrets of accounts with A256GCM, each for one account and one use: what is copied to another account does not open.
 * @param purpose what the secrets are for
 * @param keys the first that does not only decrypt seals, all open
 */
export function createSecretBox(purpose: string, keys: readonly DataKey[]) {
  const byKid = new Map(keys.map((each) => [each.kid, each.key]));
  const sealing = keys.find(({ decryptsOnly }) => !decryptsOnly);
  const contextOf = (account: string) => Buffer.from(`${purpose}:${account}`);

  return {
    /** The name of the key that seals; undefined where none does. */
    sealingKey: sealing?.kid,

    hasKey: (kid: string): boolean => byKid.has(kid),

    /** @throws UnavailableError (503) while no key seals */
    seal(account: string, secret: Buffer): SealedSecret {
      if (!sealing) throw new UnavailableError('This cannot be set up right now. Try again later.');
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, sealing.key, iv).setAAD(contextOf(account));
      const sealed = [iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
      return { secret: Buffer.concat(sealed).toString('base64url'), key: sealing.kid };
    },

    /**
     * @throws UnavailableError (503) where the key is missing; Error when it was sealed for another account or use, or was changed
     */
    open(account: string, { secret, key }: SealedSecret): Buffer {
      const opening = byKid.get(key);
      if (!opening) throw new UnavailableError('Codes of apps cannot be checked right now.');
      const bytes = Buffer.from(secret, 'base64url');
      const [iv, sealed] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, -TAG_BYTES)];
      const decipher = createDecipheriv(CIPHER, opening, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(contextOf(account)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed), decipher.final()]);
    },
  };
}

/** What seals the secrets of authenticator apps. @param dataKey DATA_KEY; without it none can be sealed or opened */
export function createTotpSecrets(dataKey: string | undefined): SecretBox {
  return createSecretBox('totp', dataKey === undefined ? [] : parseEncryptionKeys(dataKey));
}

export type SecretBox = ReturnType<typeof createSecretBox>;
