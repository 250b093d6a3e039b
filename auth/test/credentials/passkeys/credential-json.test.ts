import { describe, expect, it } from '@jest/globals';
import { verifyAssertion } from '../../../src/credentials/passkeys/assertion';
import { newChallenge } from '../../../src/credentials/passkeys/challenges';
import { parseAssertion, parseRegistration } from '../../../src/credentials/passkeys/credential-json';
import { verifyRegistration } from '../../../src/credentials/passkeys/registration';
import { ACCOUNT, RELYING_PARTY } from '../../support/passkeys';

describe('what a browser sends', () => {
  const good = {
    id: 'AAAA',
    rawId: 'AAAA',
    response: {
      clientDataJSON: 'AAAA',
      attestationObject: 'AAAA',
      authenticatorData: 'AAAA',
      signature: 'AAAA',
    },
  };

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a text', 'credential'],
    ['a list', []],
    ['an empty object', {}],
    ['an id that is no text', { ...good, id: 1 }],
    ['a long id', { ...good, id: 'A'.repeat(1365) }],
    ['an id that is not base64url', { ...good, id: 'A+/=' }],
    ['a text in the place of its parts', { ...good, response: 'x' }],
    ['a long part', { ...good, response: { ...good.response, clientDataJSON: 'A'.repeat(4097) } }],
    ['a list in the place of a part', { ...good, response: { ...good.response, clientDataJSON: ['A'] } }],
  ])('has a form, which %s has not', (_what, value) => {
    expect([parseRegistration(value), parseAssertion(value)]).toEqual([undefined, undefined]);
  });

  it('is refused quietly where its parts are nonsense', async () => {
    const registration = parseRegistration(good)!;
    expect(await verifyRegistration(RELYING_PARTY, newChallenge(), registration)).toBeUndefined();
    const nested = Buffer.alloc(3000, 0x81).toString('base64url');
    const deep = { ...registration, response: { ...registration.response, attestationObject: nested } };
    expect(await verifyRegistration(RELYING_PARTY, newChallenge(), deep)).toBeUndefined();
    expect(
      await verifyAssertion(
        RELYING_PARTY,
        newChallenge(),
        ACCOUNT,
        { credential: 'AAAA', publicKey: 'AAAA' },
        parseAssertion(good)!,
      ),
    ).toBeUndefined();
  });

  it('names ways to reach it that we know', () => {
    const withTransports = (transports: unknown) =>
      parseRegistration({ ...good, response: { ...good.response, transports } });
    expect(withTransports(['usb', 'telepathy', 7])?.response.transports).toEqual(['usb']);
    expect(withTransports('usb')).toBeUndefined();
    expect(withTransports(Array(9).fill('usb'))).toBeUndefined();
  });
});
