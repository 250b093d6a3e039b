import type { EncryptionKey } from '../keys/key';
import type { Eventually } from '../async/eventually';

/** Hides the access token in the session cookie from the holder of the cookie. */
export interface TokenEncryption {
  /** Wraps a token into a JWE in compact form; returns it as it is while all keys only decrypt. */
  encrypt(token: string): Promise<string>;
  /**
   * Takes a token out again. One that is not encrypted comes back as it is: its signature stands on its own, and so a
   * service can have the key before the auth service uses it.
   * @returns undefined when no key of ours opens it
   */
  decrypt(text: string): Eventually<string | undefined>;
}

const ALG = 'dir';
const ENC = 'A256GCM';
/** It holds a JWT and says so (RFC 7519, section 5.2). */
const CONTENT_TYPE = 'JWT';

/**
 * Encrypts directly with a shared key (RFC 7518, sections 4.5 and 5.3), under a name for the key that tells nothing
 * about it.
 *
 * The library is an ES module, which Jest cannot load without a flag, so it is loaded only where it is used.
 * @param keys the first that does not only decrypt encrypts, all decrypt
 */
export function createTokenEncryption(keys: readonly [EncryptionKey, ...EncryptionKey[]]): TokenEncryption {
  const byKid = new Map(keys.map(({ kid, key }) => [kid, key]));
  const encrypting = keys.find(({ decryptsOnly }) => !decryptsOnly);

  return {
    async encrypt(token) {
      if (!encrypting) return token;
      const { CompactEncrypt } = await import('jose');
      const { kid, key } = encrypting;
      return new CompactEncrypt(Buffer.from(token))
        .setProtectedHeader({ alg: ALG, enc: ENC, cty: CONTENT_TYPE, kid })
        .encrypt(key);
    },

    decrypt: (text) => (isEncrypted(text) ? open(text) : text),
  };

  async function open(jwe: string): Promise<string | undefined> {
    const { compactDecrypt, decodeProtectedHeader } = await import('jose');
    const algorithms = { keyManagementAlgorithms: [ALG], contentEncryptionAlgorithms: [ENC] };
    try {
      const { kid, cty, zip, crit } = decodeProtectedHeader(jwe);
      // What we do not write is not opened: compressed text can be small here and large there (RFC 8725, section 3.6).
      if (cty !== CONTENT_TYPE || zip !== undefined || crit !== undefined) return undefined;
      const key = byKid.get(String(kid));
      return key && Buffer.from((await compactDecrypt(jwe, key, algorithms)).plaintext).toString();
    } catch {
      return undefined;
    }
  }
}

/** A JWE has five parts, a JWT that is only signed has three (RFC 7516, section 9). */
function isEncrypted(text: string): boolean {
  return text.split('.').length === 5;
}
