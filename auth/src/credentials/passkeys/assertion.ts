import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server';
import { userHandleOf } from './registration';
import { isOfOwnPage, TIMEOUT_MS, toDescriptor, type KnownPasskey, type RelyingParty } from './relying-party';

/** What of a passkey its proof is checked with. */
interface KnownCredential {
  readonly credential: string;
  readonly publicKey: string;
}

/** What a proof tells. */
export interface Assertion {
  readonly counter: number;
  readonly isUserVerified: boolean;
  /** Whether the passkey is copied to other devices or a cloud now. */
  readonly isBackedUp: boolean;
}

export interface AssertionRequest {
  readonly challenge: string;
  /** Without them an authenticator shows the accounts that it has passkeys of. */
  readonly passkeys?: readonly KnownPasskey[];
  readonly userVerification: 'required' | 'preferred';
}

/** What a browser is to prove. */
export function assertionOptions(
  { id }: RelyingParty,
  { challenge, passkeys, userVerification }: AssertionRequest,
) {
  return generateAuthenticationOptions({
    rpID: id,
    challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
    timeout: TIMEOUT_MS,
    ...(passkeys && { allowCredentials: passkeys.map(toDescriptor) }),
    userVerification,
  });
}

/**
 * Checks the proof of a passkey (WebAuthn, section 7.2), but for its counter.
 * @param account whose passkey it is; a proof that names a user names this one
 * @returns undefined when anything of it is wrong
 */
export async function verifyAssertion(
  { id, origins }: RelyingParty,
  challenge: string,
  account: string,
  { credential, publicKey }: KnownCredential,
  response: AuthenticationResponseJSON,
): Promise<Assertion | undefined> {
  const { userHandle = userHandleOf(account), clientDataJSON } = response.response;
  if (response.id !== credential || userHandle !== userHandleOf(account)) return undefined;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: id,
      requireUserVerification: false,
      // The counter is for us to judge, once the signature is known to be right: else strangers could make it look copied.
      credential: {
        id: credential,
        publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
        counter: 0,
      },
    });
    if (!verified || !isOfOwnPage(clientDataJSON)) return undefined;
    const { newCounter, userVerified, credentialBackedUp } = authenticationInfo;
    return { counter: newCounter, isUserVerified: userVerified, isBackedUp: credentialBackedUp };
  } catch {
    // The library throws for each fault of what it reads, and it reads nothing else.
    return undefined;
  }
}

/**
 * Whether a counter tells that there is a copy of the authenticator (WebAuthn, section 6.1.1). One that stays at 0 tells nothing.
 */
export function isCounterBack(stored: number, counter: number): boolean {
  return (counter > 0 || stored > 0) && counter <= stored;
}
