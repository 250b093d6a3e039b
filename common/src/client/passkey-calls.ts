import type { CurrentUser } from '../current-user';
import type {
  NewPasskey,
  Passkey,
  PasskeyCreationOptions,
  PasskeyCredential,
  PasskeyPurpose,
  PasskeyRequestOptions,
} from './factor-shapes';
import type { CallOptions, Calls } from './make-calls';

/** Passkeys (WebAuthn): of the account, and to sign in with. */
export function passkeyCalls({ send, write }: Calls) {
  const pathOf = (id: string) => `/factors/passkeys/${encodeURIComponent(id)}`;
  const prove = (purpose: PasskeyPurpose, credential: PasskeyCredential, options?: CallOptions) =>
    write<CurrentUser>('POST', '/authentication/passkey', { purpose, credential }, options);
  return {
    /**
     * Begins to add a passkey: the browser makes it by these options. Rejects with `factor_code_required` where a first factor needs
     * a code of a mail, too: see `requestFactorCode`.
     */
    startNewPasskey: (code?: string, options?: CallOptions) =>
      write<PasskeyCreationOptions>('POST', '/factors/passkeys/options', { code }, options),
    /** Adds the passkey that the browser has made. Rejects with `too_many_passkeys`. */
    addPasskey: (
      passkey: { readonly credential: PasskeyCredential; readonly name?: string | undefined },
      options?: CallOptions,
    ) => write<NewPasskey>('POST', '/factors/passkeys', passkey, options),
    /** Gives a passkey another name. */
    renamePasskey: (id: string, name: string, options?: CallOptions) =>
      send<Passkey>('PATCH', pathOf(id), { name }, options),
    /** Removes a passkey. Rejects with `last_credential` where it is the only way to sign in. */
    removePasskey: (id: string, options?: CallOptions) =>
      write<object>('DELETE', pathOf(id), undefined, options),
    /** Asks for what the browser needs to use a passkey, for one purpose, within 10 minutes. */
    startPasskey: (purpose: PasskeyPurpose, options?: CallOptions) =>
      write<PasskeyRequestOptions>('POST', '/authentication/passkey/options', { purpose }, options),
    /** Signs in with a passkey and nothing else, after `startPasskey('passkey')`. */
    signInWithPasskey: (credential: PasskeyCredential, options?: CallOptions) =>
      prove('passkey', credential, options),
    /** Goes on with a sign-in after `second_factor_required`, by a passkey, after `startPasskey('sign-in')`. */
    secondFactorByPasskey: (credential: PasskeyCredential, options?: CallOptions) =>
      prove('sign-in', credential, options),
  };
}
