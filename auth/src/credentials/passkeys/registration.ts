import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { isOfOwnPage, TIMEOUT_MS, toDescriptor, type KnownPasskey, type RelyingParty } from './relying-party';

/** COSE numbers, the first preferred: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257];
/** WebAuthn, section 4: at least 16 bytes, and at most 1023. */
const [MIN_ID_BYTES, MAX_ID_BYTES] = [16, 1023];
/** An RSA key of 4096 bits has half of it. */
const MAX_KEY_BYTES = 1024;

/** Whose passkey it is to be. */
export interface PasskeyOwner {
  /** 24 hexadecimal digits; authenticators keep their 12 bytes, which tell nobody anything. */
  readonly id: string;
  readonly email: string;
  readonly passkeys: readonly KnownPasskey[];
}

/** What an authenticator has made. */
export interface NewCredential {
  /** The id that the authenticator gave it, as base64url. */
  readonly credential: string;
  /** COSE, as base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Whether it is copied to other devices or a cloud. */
  readonly isBackedUp: boolean;
  /** Whether its authenticator has verified its user, and keeps it so that it is found without being told of an account. */
  readonly signsInAlone: boolean;
  /** Which make of authenticator says that it made it; nothing proves it. */
  readonly aaguid: string;
}

/** The user handle of an account, as base64url. */
export const userHandleOf = (account: string) => Buffer.from(account, 'hex').toString('base64url');

/** What a browser is to make: a passkey that its authenticator finds by itself and that verifies its user, where it can do so. */
export function registrationOptions(
  { id, name }: RelyingParty,
  { id: account, email, passkeys }: PasskeyOwner,
  challenge: string,
) {
  return generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userID: Uint8Array.from(Buffer.from(account, 'hex')),
    userName: email,
    userDisplayName: email,
    challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: passkeys.map(toDescriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/**
 * Checks what an authenticator has made (WebAuthn, section 7.1).
 * @returns undefined when anything of it is wrong
 */
export async function verifyRegistration(
  { id, origins }: RelyingParty,
  challenge: string,
  response: RegistrationResponseJSON,
): Promise<NewCredential | undefined> {
  try {
    if (!isWithoutCertificates(response)) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: id,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo || !isOfOwnPage(response.response.clientDataJSON)) return undefined;
    const { credential, credentialBackedUp, userVerified, aaguid } = registrationInfo;
    const idBytes = Buffer.from(credential.id, 'base64url').length;
    if (idBytes < MIN_ID_BYTES || idBytes > MAX_ID_BYTES) return undefined;
    if (credential.publicKey.length > MAX_KEY_BYTES) return undefined;
    return {
      credential: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: response.response.transports ?? [],
      isBackedUp: credentialBackedUp,
      // What is left out tells nothing: the first sign-in by it alone tells, then.
      signsInAlone: userVerified && response.clientExtensionResults.credProps?.rk === true,
      aaguid,
    };
  } catch {
    // The library throws for each fault of what it reads, and it reads nothing else.
    return undefined;
  }
}

/**
 * Whether an attestation is none, or by the key itself. We ask for none, so browsers send no other. Certificates of strangers
 * name addresses that a check of them would fetch.
 */
function isWithoutCertificates({ response }: RegistrationResponseJSON): boolean {
  const bytes = Uint8Array.from(Buffer.from(response.attestationObject, 'base64url'));
  const decoded = decodeAttestationObject(bytes);
  const isOfKey = decoded.get('fmt') === 'packed' && decoded.get('attStmt').get('x5c') === undefined;
  return decoded.get('fmt') === 'none' || isOfKey;
}
