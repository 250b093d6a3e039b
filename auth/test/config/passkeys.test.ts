import { describe, expect, it } from '@jest/globals';
import { relyingPartyOf } from '../../src/config/passkey-settings';
import { faultsOf, read, REQUIRED } from '../support/config';

const PUBLIC_URL = 'https://accounts.app.example.com';
const APP = `android:apk-key-hash:${'a'.repeat(43)}`;
const relyingParty = (env: NodeJS.ProcessEnv) => relyingPartyOf(read(env));
const faults = (env: NodeJS.ProcessEnv) => faultsOf({ ...REQUIRED, ...env });

describe('passkeys', () => {
  it('are made for the host of PUBLIC_URL, and used on its pages', () => {
    expect(relyingParty({ PUBLIC_URL })).toEqual({
      id: 'accounts.app.example.com',
      name: 'Latchkey',
      origins: [PUBLIC_URL],
    });
    expect(relyingParty({ PUBLIC_URL: 'http://localhost:3000' })).toMatchObject({ id: 'localhost' });
  });

  it('can be made for a parent domain, and used on other pages and in apps', () => {
    const env = {
      PUBLIC_URL,
      APP_NAME: 'Shop',
      RP_ID: 'example.com',
      WEBAUTHN_ORIGINS: `https://shop.example.com, ${APP}`,
    };
    expect(relyingParty(env)).toEqual({
      id: 'example.com',
      name: 'Shop',
      origins: [PUBLIC_URL, 'https://shop.example.com', APP],
    });
    expect(relyingParty({ PUBLIC_URL, RP_ID: 'accounts.app.example.com' })).toBeDefined();
  });

  it.each([{}, { PUBLIC_URL: 'https://192.0.2.1' }, { PUBLIC_URL: 'https://[2001:db8::1]' }])(
    'are off where there is no domain: %p',
    (env) => {
      expect(relyingParty(env)).toBeUndefined();
    },
  );

  it.each([
    'example.org',
    'com',
    'ample.com',
    'www.accounts.app.example.com',
    'https://example.com',
    'Example.com',
    'example.com:443',
    'a'.repeat(254),
  ])('are not made for %s', (RP_ID) => {
    expect(faults({ PUBLIC_URL, RP_ID })).toEqual([expect.stringMatching(/^RP_ID/)]);
  });

  it.each([
    'https://*.example.com',
    'https://shop.example.com/',
    'capacitor://localhost',
    'android:apk-key-hash:a',
  ])('are not used at %s', (WEBAUTHN_ORIGINS) => {
    expect(faults({ PUBLIC_URL, WEBAUTHN_ORIGINS })).toEqual([expect.stringMatching(/^WEBAUTHN_ORIGINS/)]);
  });

  it('need PUBLIC_URL', () => {
    expect(faults({ RP_ID: 'example.com', WEBAUTHN_ORIGINS: 'https://example.com' })).toEqual([
      'RP_ID needs PUBLIC_URL',
      'WEBAUTHN_ORIGINS needs PUBLIC_URL',
    ]);
    expect(faults({ PUBLIC_URL: 'https://192.0.2.1', RP_ID: '2.1' })).toHaveLength(1);
  });
});
