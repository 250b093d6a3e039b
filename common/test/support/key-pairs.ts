import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parseKeyRing } from '../../src/keys/key-ring';
import { signAccessToken } from '../../src/token/sign-access-token';

/** A pair in PEM, as a ring and a service that only verifies hold it. */
export interface Pair {
  readonly privatePem: string;
  readonly publicPem: string;
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function pairOf({ privateKey, publicKey }: Keys): Pair {
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const ec = (namedCurve = 'P-256') => pairOf(generateKeyPairSync('ec', { namedCurve }));
export const rsa = (modulusLength = 2048) => pairOf(generateKeyPairSync('rsa', { modulusLength }));
export const ed25519 = () => pairOf(generateKeyPairSync('ed25519'));

/** A token of Ada's as the auth service with this JWT_KEY makes it. @param lifetime in ms */
export function tokenBy(jwtKey: string, lifetime = 900_000): string {
  const subject = { sub: 'ada', sid: 's', gen: 0, email: 'ada@example.com', roles: [] };
  const context = { keys: parseKeyRing(jwtKey), issuer: 'latchkey', audience: 'latchkey' };
  return signAccessToken(subject, lifetime, context);
}
