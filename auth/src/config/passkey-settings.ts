import { isIP } from 'node:net';
import { ConfigurationError } from '@latchkey/common';
import { isWebOrigin } from '@latchkey/common/protocol';
import { makeValidator } from 'envalid';

const MAX_DOMAIN_CHARACTERS = 253;
const DOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/;
/** An Android app has its signature for an origin. */
const ANDROID_APP = /^android:apk-key-hash:[\w-]{43}$/;

const rpId = makeValidator<string>((text) => {
  if (text.length > MAX_DOMAIN_CHARACTERS || !DOMAIN.test(text))
    throw new Error('must be a domain such as example.com: lower case, without a scheme or port');
  return text;
});

const origins = makeValidator<readonly string[]>((text) => {
  const entries = text.split(',').map((entry) => entry.trim());
  if (!entries.every((entry) => isWebOrigin(entry) || ANDROID_APP.test(entry))) {
    throw new Error(
      'must be exact origins such as https://app.example.com, or android:apk-key-hash: and the hash of an app, separated by commas',
    );
  }
  return entries;
});

/** For whom passkeys are made, and on which pages they are used. They are off without PUBLIC_URL. */
export const passkeyVariables = {
  RP_ID: rpId({
    default: undefined,
    desc: 'The domain that passkeys are made for: the host of PUBLIC_URL unless set, or a parent domain of it such as `example.com`. A passkey works for the domain alone that it was made for',
  }),
  WEBAUTHN_ORIGINS: origins({
    default: [],
    desc: 'Other exact origins whose pages may use passkeys, beside that of PUBLIC_URL, separated by commas; an Android app is `android:apk-key-hash:…`',
  }),
};

interface PasskeySettings {
  readonly PUBLIC_URL: string | undefined;
  readonly RP_ID: string | undefined;
  readonly WEBAUTHN_ORIGINS: readonly string[];
}

/**
 * Checks that browsers will make passkeys for the domain.
 * @throws ConfigurationError that lists what is missing or contradicts PUBLIC_URL
 */
export function requirePasskeyDomain({ PUBLIC_URL, RP_ID, WEBAUTHN_ORIGINS }: PasskeySettings): void {
  if (PUBLIC_URL === undefined) {
    const faults = [
      RP_ID !== undefined && 'RP_ID needs PUBLIC_URL',
      WEBAUTHN_ORIGINS.length > 0 && 'WEBAUTHN_ORIGINS needs PUBLIC_URL',
    ].filter((fault) => fault !== false);
    if (faults.length > 0) throw new ConfigurationError(faults);
    return;
  }
  const { hostname } = new URL(PUBLIC_URL);
  // Browsers take no top-level domain, and of an address only no passkey at all.
  const isParent = RP_ID?.includes('.') && hostname.endsWith(`.${RP_ID}`) && isIP(hostname) === 0;
  if (RP_ID !== undefined && RP_ID !== hostname && !isParent)
    throw new ConfigurationError(['RP_ID must be the host of PUBLIC_URL, or a parent domain of it']);
}

/** Whether there are passkeys: browsers make none for an IP address. */
export function hasPasskeys({ PUBLIC_URL }: Pick<PasskeySettings, 'PUBLIC_URL'>): boolean {
  return PUBLIC_URL !== undefined && isIP(new URL(PUBLIC_URL).hostname.replace(/^\[|\]$/g, '')) === 0;
}

/**
 * Whose passkeys are (WebAuthn, Relying Party).
 * @returns undefined where passkeys are off
 */
export function relyingPartyOf(config: PasskeySettings & { readonly APP_NAME: string }) {
  const { PUBLIC_URL, RP_ID, WEBAUTHN_ORIGINS, APP_NAME } = config;
  if (PUBLIC_URL === undefined || !hasPasskeys(config)) return undefined;
  const id = RP_ID ?? new URL(PUBLIC_URL).hostname;
  return { id, name: APP_NAME, origins: [PUBLIC_URL, ...WEBAUTHN_ORIGINS] };
}

/** What passkeys are registered and proven with. */
export function passkeySettings(
  config: Parameters<typeof relyingPartyOf>[0] & {
    readonly JWT_KEY: string;
    readonly COOKIE_SECURE: boolean;
  },
) {
  const { JWT_KEY, COOKIE_SECURE } = config;
  return { relyingParty: relyingPartyOf(config), jwtKey: JWT_KEY, cookieSecure: COOKIE_SECURE };
}
