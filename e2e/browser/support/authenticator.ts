import type { BrowserContext, Page } from 'playwright-core';

/** A passkey as an authenticator keeps it (Chrome DevTools Protocol, `WebAuthn.Credential`). */
export interface KeptPasskey {
  /** base64, as the user handle and the key are. */
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly rpId?: string;
  readonly privateKey: string;
  readonly userHandle?: string;
  readonly signCount: number;
}

export interface AuthenticatorKind {
  /** Whether it finds passkeys by itself, and so knows whose they are. */
  readonly isResident?: boolean;
  /** Whether it can tell who holds it, by a PIN or a fingerprint. */
  readonly verifiesUsers?: boolean;
}

/** Chromium's virtual authenticator, for one tab. */
export interface Authenticator {
  passkeys(): Promise<readonly KeptPasskey[]>;
  /** Gives it these passkeys, and takes all others away. */
  keepOnly(...passkeys: readonly KeptPasskey[]): Promise<void>;
  /** Whether its user touches it whenever a page asks for it. */
  setTouched(isTouched: boolean): Promise<void>;
  /** Whether its user gives the right PIN or finger. */
  setUserVerified(isUserVerified: boolean): Promise<void>;
}

/** Gives a tab an authenticator, which its user touches whenever a page asks for it. */
export async function addAuthenticator(
  tab: Page,
  { isResident = true, verifiesUsers = true }: AuthenticatorKind = {},
): Promise<Authenticator> {
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: isResident && verifiesUsers ? 'internal' : 'usb',
      hasResidentKey: isResident,
      hasUserVerification: verifiesUsers,
      isUserVerified: verifiesUsers,
      automaticPresenceSimulation: true,
    },
  });
  return {
    passkeys: async () => (await devTools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    async keepOnly(...passkeys) {
      await devTools.send('WebAuthn.clearCredentials', { authenticatorId });
      for (const credential of passkeys)
        await devTools.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
    async setTouched(enabled) {
      await devTools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async setUserVerified(isUserVerified) {
      await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

/**
 * Makes a window say that it offers no passkeys in fields. A virtual authenticator would choose one as soon as a sign-in page is
 * there, and again after each refusal.
 */
export function offerNoPasskeysInFields(window: BrowserContext): Promise<unknown> {
  return window.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
}

/** Changes what the next pages are told about how to use a passkey, as a script of an attacker would. */
export async function changeOptions(tab: Page, changes: object): Promise<void> {
  await tab.route('**/authentication/passkey/options', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), ...changes } });
  });
}
