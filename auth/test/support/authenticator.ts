import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { cbor, type Cbor } from './cbor';

/** What a page and its authenticator say of themselves; a test changes what it wants to be wrong. */
export interface Circumstances {
  readonly origin: string;
  readonly rpId: string;
  readonly challenge: string;
  readonly type: string;
  readonly crossOrigin: boolean;
  readonly isUserPresent: boolean;
  readonly isUserVerified: boolean;
  readonly isBackedUp: boolean;
  readonly counter: number;
  readonly userHandle: string | undefined;
}

export interface SoftCredential {
  readonly id: string;
  readonly key: KeyObject;
  readonly algorithm: keyof typeof KEYS;
  /** The handle of the user that it was made for. */
  readonly user: string;
  counter: number;
}

interface CreationOptions {
  readonly challenge: string;
  readonly user: { readonly id: string };
}

const KEYS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

/** A browser with an authenticator in software (WebAuthn, section 6), which does what it is told. */
export function createAuthenticator(usual: Pick<Circumstances, 'origin' | 'rpId'> & Partial<Circumstances>) {
  return {
    /** Makes a credential. @returns what a browser sends, and the credential */
    create(
      { challenge, user }: CreationOptions,
      more: Partial<Circumstances> & {
        algorithm?: keyof typeof KEYS;
        id?: string;
        attestation?: [string, Cbor];
        /** The model of the authenticator, as a UUID; unless given, it tells none. */
        aaguid?: string;
        /** What the browser says of whether the authenticator finds it by itself; null, nothing. */
        isDiscoverable?: boolean | null;
      } = {},
    ) {
      const { algorithm = 'ES256', id = randomBytes(32).toString('base64url'), attestation } = more;
      const { isDiscoverable: rk = true, aaguid = '0'.repeat(32) } = more;
      const { publicKey, privateKey } = KEYS[algorithm]();
      const circumstances = { challenge, type: 'webauthn.create', counter: 1, ...usual, ...more };
      const credential: SoftCredential = {
        id,
        key: privateKey,
        algorithm,
        user: user.id,
        counter: circumstances.counter,
      };
      const bytes = Buffer.from(id, 'base64url');
      const authData = Buffer.concat([
        authenticatorData(circumstances, 0x40),
        Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
        Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]),
        cbor(coseOf(algorithm, publicKey.export({ format: 'jwk' }))),
      ]);
      const [fmt, attStmt] = attestation ?? ['none', new Map()];
      const attestationObject = cbor(
        new Map<string, Cbor>([
          ['fmt', fmt],
          ['attStmt', attStmt],
          ['authData', authData],
        ]),
      );
      const response = {
        clientDataJSON: clientData(circumstances).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal', 'hybrid'],
      };
      return {
        credential,
        json: {
          ...{ id, rawId: id, type: 'public-key', response },
          clientExtensionResults: rk === null ? {} : { credProps: { rk } },
        },
      };
    },

    /** Proves a credential. @returns what a browser sends */
    get(credential: SoftCredential, challenge: string, more: Partial<Circumstances> = {}) {
      const next = { counter: (credential.counter += 1), userHandle: credential.user };
      const circumstances = { ...next, challenge, type: 'webauthn.get', ...usual, ...more };
      const [data, client] = [authenticatorData(circumstances, 0), clientData(circumstances)];
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign(credential.algorithm === 'EdDSA' ? null : 'sha256', signed, credential.key).toString(
          'base64url',
        ),
        userHandle: circumstances.userHandle,
      };
      const { id } = credential;
      return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
    },
  };
}

export type SoftAuthenticator = ReturnType<typeof createAuthenticator>;

function clientData({ type, challenge, origin, crossOrigin = false }: Partial<Circumstances>): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
}

/** WebAuthn, section 6.1. */
function authenticatorData(
  { rpId, counter, isUserPresent = true, isUserVerified = true, isBackedUp = false }: Partial<Circumstances>,
  more: number,
): Buffer {
  const flags = [isUserPresent && 0x01, isUserVerified && 0x04, isBackedUp && 0x18, more];
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter ?? 0);
  const byte = flags.reduce<number>((sum, flag) => sum | Number(flag), 0);
  return Buffer.concat([
    createHash('sha256')
      .update(rpId ?? '')
      .digest(),
    Buffer.from([byte]),
    count,
  ]);
}

/** A public key as COSE has it (RFC 9053). */
function coseOf(algorithm: keyof typeof KEYS, { x, y, n, e }: JsonWebKey): Cbor {
  const bytes = (text = '') => Buffer.from(text, 'base64url');
  if (algorithm === 'ES256')
    return new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
  if (algorithm === 'EdDSA')
    return new Map<number, Cbor>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(x)],
    ]);
  return new Map<number, Cbor>([
    [1, 3],
    [3, -257],
    [-1, bytes(n)],
    [-2, bytes(e)],
  ]);
}
