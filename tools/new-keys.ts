import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A secret for HS256: 48 random bytes as base64. */
export function newSecret(): string {
  return randomBytes(48).toString('base64');
}

/** A private key in PEM (PKCS #8). */
export function newPrivateKey(alg: 'ES256' | 'RS256'): string {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
