/** An authenticator app that makes codes from a secret (TOTP, RFC 6238). */
export interface Totp {
  /** The secret, encrypted. */
  readonly secret: string;
  /** The name of the key that opens it. */
  readonly key: string;
  readonly since: Date;
  /** The last time step that a code was taken of: none of it, or of one before, is taken again (RFC 6238, section 5.2). */
  readonly step: number;
}

/** An authenticator app that has not shown a code yet. */
export interface PendingTotp extends Pick<Totp, 'secret' | 'key'> {
  readonly until: Date;
  /** The hash of the mailed code that the first factor was asked for. */
  readonly factorCode?: string | undefined;
}

/** A credential of WebAuthn. */
export interface Passkey {
  /** Our own short id, for paths. */
  readonly id: string;
  /** The credential id of the authenticator, as base64url. */
  readonly credential: string;
  /** COSE, as base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  /** What its owner calls it. */
  readonly name: string;
  /** Whether it is copied to other devices or a cloud now (the flag BS). */
  readonly isBackedUp: boolean;
  /** Whether it is known to sign in alone: its authenticator verifies its user, and finds it without being told of the account. */
  readonly signsInAlone: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

/** What an account can be proven by besides its password and its address. Each change of any of it raises `version`. */
export interface Factors {
  readonly version: number;
  /** What sessions have proven with a factor counts as long as this is the same: the removal or replacement of a factor raises it. */
  readonly gen: number;
  /** Whether a sign-in needs a second factor. */
  readonly isRequired: boolean;
  readonly totp?: Totp | undefined;
  readonly pendingTotp?: PendingTotp | undefined;
  /** Hashes of the recovery codes that are left. */
  readonly recoveryCodes: readonly string[];
  readonly passkeys: readonly Passkey[];
  /** Whether an admin has removed all of them: the next one needs a code of a mail or of an operator, too. */
  readonly wereReset: boolean;
}

/** The form of our own ids of passkeys, with room for a longer one. */
export const PASSKEY_ID_FORM = '[\\w-]{1,64}';

/** An account has no more passkeys. */
export const MAX_PASSKEYS = 20;

/** Whether an account has anything that can be a second factor. Recovery codes alone only stand in for one. */
export function hasFactor({ totp, passkeys }: Factors): boolean {
  return totp !== undefined || passkeys.length > 0;
}

/** Reads what is stored; an account of an older release has none. */
export function toFactors(stored: unknown): Factors {
  const factors = Object(stored) as Partial<Factors>;
  return {
    version: factors.version ?? 0,
    gen: factors.gen ?? 0,
    isRequired: factors.isRequired ?? false,
    totp: factors.totp ?? undefined,
    pendingTotp: factors.pendingTotp ?? undefined,
    recoveryCodes: factors.recoveryCodes ?? [],
    passkeys: factors.passkeys ?? [],
    wereReset: factors.wereReset ?? false,
  };
}
