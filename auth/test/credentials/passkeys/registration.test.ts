import { describe, expect, it } from '@jest/globals';
import { verifyAssertion } from '../../../src/credentials/passkeys/assertion';
import { newChallenge } from '../../../src/credentials/passkeys/challenges';
import { parseAssertion, parseRegistration } from '../../../src/credentials/passkeys/credential-json';
import {
  registrationOptions,
  userHandleOf,
  verifyRegistration,
} from '../../../src/credentials/passkeys/registration';
import { ACCOUNT, authenticator, creationOptions, register, RELYING_PARTY } from '../../support/passkeys';

type More = Parameters<typeof authenticator.create>[1];

describe('a new passkey', () => {
  it.each(['ES256', 'EdDSA', 'RS256'] as const)('has a key for %s, and proves it', async (algorithm) => {
    const { credential, made } = await register({ algorithm, isBackedUp: true });
    expect(made).toMatchObject({
      credential: credential.id,
      counter: 1,
      isBackedUp: true,
      transports: ['hybrid', 'internal'],
    });
    const challenge = newChallenge();
    const json = parseAssertion(authenticator.get(credential, challenge, { isBackedUp: true }))!;
    expect(await verifyAssertion(RELYING_PARTY, challenge, ACCOUNT, made!, json)).toEqual({
      counter: 2,
      isUserVerified: true,
      isBackedUp: true,
    });
  });

  it('is asked for with what browsers need', async () => {
    const challenge = newChallenge();
    const passkeys = [{ credential: 'A'.repeat(22), transports: ['usb'] }];
    const owner = { id: ACCOUNT, email: 'ann@example.com', passkeys };
    expect(await registrationOptions(RELYING_PARTY, owner, challenge)).toMatchObject({
      challenge,
      rp: { id: 'example.com', name: 'Example' },
      user: { id: userHandleOf(ACCOUNT), name: 'ann@example.com', displayName: 'ann@example.com' },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ alg, type: 'public-key' })),
      attestation: 'none',
      excludeCredentials: [{ id: 'A'.repeat(22), type: 'public-key', transports: ['usb'] }],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
  });

  it.each<[string, More]>([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a frame on another page', { crossOrigin: true }],
    ['another domain', { rpId: 'evil.example' }],
    ['another challenge', { challenge: newChallenge() }],
    ['a proof instead', { type: 'webauthn.get' }],
    ['an authenticator that nobody touched', { isUserPresent: false }],
    ['a short id', { id: Buffer.alloc(15).toString('base64url') }],
    ['a long id', { id: Buffer.alloc(1024).toString('base64url') }],
    ['an attestation with certificates', { attestation: ['packed', new Map([['x5c', [Buffer.alloc(8)]]])] }],
    ['an attestation of another format', { attestation: ['tpm', new Map()] }],
  ])('is refused from %s', async (_what, more) => {
    const challenge = newChallenge();
    const { json } = authenticator.create(creationOptions(challenge), more);
    const parsed = parseRegistration(json);
    expect(parsed && (await verifyRegistration(RELYING_PARTY, challenge, parsed))).toBeUndefined();
  });

  it('may come from an authenticator that cannot verify its user', async () => {
    expect((await register({ isUserVerified: false })).made).toBeDefined();
  });
});
