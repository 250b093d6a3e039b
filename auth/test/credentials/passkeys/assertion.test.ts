import { describe, expect, it } from '@jest/globals';
import { isCounterBack, verifyAssertion } from '../../../src/credentials/passkeys/assertion';
import { newChallenge } from '../../../src/credentials/passkeys/challenges';
import { parseAssertion } from '../../../src/credentials/passkeys/credential-json';
import { userHandleOf } from '../../../src/credentials/passkeys/registration';
import type { Circumstances } from '../../support/authenticator';
import { ACCOUNT, authenticator, register, RELYING_PARTY } from '../../support/passkeys';

describe('the proof of a passkey', () => {
  const prove = async (more?: Partial<Circumstances>, change: (json: object) => object = (json) => json) => {
    const { credential, made } = await register();
    const challenge = newChallenge();
    const json = parseAssertion(change(authenticator.get(credential, challenge, more)));
    return json && verifyAssertion(RELYING_PARTY, challenge, ACCOUNT, made!, json);
  };

  it('may come from each of the origins, and name no user', async () => {
    expect(await prove({ origin: 'https://example.com', userHandle: undefined })).toMatchObject({
      counter: 2,
    });
    expect(await prove({ isUserVerified: false })).toMatchObject({ isUserVerified: false });
  });

  it.each<[string, Partial<Circumstances>]>([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page of a subdomain that is not named', { origin: 'https://evil.example.com' }],
    ['a frame on another page', { crossOrigin: true }],
    ['another domain', { rpId: 'evil.example' }],
    ['another challenge', { challenge: newChallenge() }],
    ['a registration', { type: 'webauthn.create' }],
    ['an authenticator that nobody touched', { isUserPresent: false }],
    ['another user', { userHandle: userHandleOf('cd'.repeat(12)) }],
  ])('is refused from %s', async (_what, more) => {
    expect(await prove(more)).toBeUndefined();
  });

  it('is refused with a signature that was tampered with, or of another passkey', async () => {
    const { credential: other } = await register();
    const ofOther = authenticator.get(other, newChallenge()).response.signature;
    for (const signature of [ofOther, 'AAAA'])
      expect(
        await prove({}, (json) => ({
          ...json,
          response: { ...(json as { response: object }).response, signature },
        })),
      ).toBeUndefined();
    expect(await prove({}, (json) => ({ ...json, id: other.id, rawId: other.id }))).toBeUndefined();
  });

  it('tells of a copy by a counter that does not go on', () => {
    const cases = [
      [0, 0],
      [0, 1],
      [1, 2],
      [1, 1],
      [2, 1],
      [1, 0],
    ] as const;
    expect(cases.map(([stored, next]) => isCounterBack(stored, next))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
