import { newChallenge } from '../../src/credentials/passkeys/challenges';
import { parseRegistration } from '../../src/credentials/passkeys/credential-json';
import { userHandleOf, verifyRegistration } from '../../src/credentials/passkeys/registration';
import { createAuthenticator } from './authenticator';

export const RELYING_PARTY = {
  id: 'example.com',
  name: 'Example',
  origins: ['https://app.example.com', 'https://example.com'],
};
export const ACCOUNT = 'ab'.repeat(12);
export const authenticator = createAuthenticator({ origin: 'https://app.example.com', rpId: 'example.com' });

export const creationOptions = (challenge: string) => ({ challenge, user: { id: userHandleOf(ACCOUNT) } });

/** Makes a passkey, and checks it. */
export async function register(more?: Parameters<typeof authenticator.create>[1]) {
  const challenge = newChallenge();
  const { credential, json } = authenticator.create(creationOptions(challenge), more);
  const made = await verifyRegistration(RELYING_PARTY, challenge, parseRegistration(json)!);
  return { credential, made };
}
