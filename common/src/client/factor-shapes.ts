/** By what an account can be proven. `email` is a code that is mailed. */
export type Factor = 'password' | 'email' | SecondFactor;

/** By what a sign-in goes on after `second_factor_required`. */
export type SecondFactor = 'totp' | 'recovery_code' | 'passkey';

/** What is due of a step-up: any one of these proves it, or the next part of it. */
export interface StepUp {
  readonly factors: readonly Factor[];
}

/** What a step-up has to prove. */
export interface StepUpRequirement {
  /** Seconds that may have passed since the user proved who they are. */
  readonly maxAge?: number | undefined;
  /** `aal2`: with a second factor. */
  readonly acr?: 'aal2' | undefined;
}

/** A passkey of the account; times are ISO 8601. */
export interface Passkey {
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
  /** Whether it is copied to other devices or a cloud. */
  readonly backedUp: boolean;
}

/** By what an account can be proven besides its email. */
export interface OwnFactors {
  /** Whether the account has a password. */
  readonly password: boolean;
  /** Whether a sign-in needs a second factor. */
  readonly required: boolean;
  /** The authenticator app, and since when it is there (ISO 8601). */
  readonly totp: { readonly since: string } | null;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  readonly passkeys: readonly Passkey[];
}

/** What an authenticator app is given. It shows a code to `confirmTotp` before it counts. */
export interface TotpSecret {
  /** In base32, to type in. */
  readonly secret: string;
  /** The same with a label, `otpauth://…`, to show as a QR code. */
  readonly uri: string;
}

/** Recovery codes, which are shown this once. */
export interface RecoveryCodes {
  /** Empty where none were made: the older ones stay good. */
  readonly recoveryCodes: readonly string[];
}

/** A passkey that was added. */
export interface NewPasskey extends RecoveryCodes {
  readonly passkey: Passkey;
}

/** What a passkey is asked for: to sign in alone, as the second factor of a sign-in, or for a step-up. */
export type PasskeyPurpose = 'passkey' | 'sign-in' | 'step-up';

/** A credential as the browser made it: `credential.toJSON()` (WebAuthn, level 3). */
export type PasskeyCredential = object;

/** A passkey by the id that its authenticator gave it. */
export interface PasskeyDescriptor {
  id: string;
  type: 'public-key';
  transports?: ('ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb')[];
}

/** For `PublicKeyCredential.parseRequestOptionsFromJSON` and `navigator.credentials.get`, or a library around them. */
export interface PasskeyRequestOptions {
  challenge: string;
  timeout?: number;
  rpId?: string;
  allowCredentials?: PasskeyDescriptor[];
  userVerification?: 'required' | 'preferred' | 'discouraged';
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON` and `navigator.credentials.create`, or a library around them. */
export interface PasskeyCreationOptions {
  challenge: string;
  timeout?: number;
  rp: { id?: string; name: string };
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: { alg: number; type: 'public-key' }[];
  excludeCredentials?: PasskeyDescriptor[];
  authenticatorSelection?: {
    authenticatorAttachment?: 'cross-platform' | 'platform';
    requireResidentKey?: boolean;
    residentKey?: 'discouraged' | 'preferred' | 'required';
    userVerification?: 'discouraged' | 'preferred' | 'required';
  };
  attestation?: 'direct' | 'enterprise' | 'indirect' | 'none';
}
