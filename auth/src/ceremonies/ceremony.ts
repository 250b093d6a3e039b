/** What a browser is in the middle of. Each purpose has a cookie of its own, so that a second tab ends no other one. */
export type Purpose = 'sign-in' | 'sign-up' | 'step-up' | 'registration' | 'passkey';

/** A step that a browser has begun, and that a proof completes. */
export interface Ceremony {
  /** The SHA-256 of its secret, which only the browser has. */
  readonly id: string;
  readonly purpose: Purpose;
  /** Absent until the code is mailed, and so for good where nobody has the address that was given. */
  readonly account?: string | undefined;
  /** What the address that was given counts as, in the limits of failures. */
  readonly addressee?: string | undefined;
  /** The hash of this browser's device, if the account knows it. */
  readonly device?: string | undefined;
  /** The account's session generation when the ceremony began: the session that it opens is of this one. */
  readonly sessionGen?: number | undefined;
  /** The account's generation of factors when the ceremony began. */
  readonly factorGen?: number | undefined;
  /** What was proven before, as values of `amr`; absent where nothing was. */
  readonly proven?: readonly string[] | undefined;
  /** What a step-up was asked to prove. */
  readonly acr?: 'aal2' | undefined;
  /** What the next proof answers. The attempt that reads it takes it away. */
  readonly challenge?: string | undefined;
  /** The hash of the code that allows a first factor. */
  readonly factorCode?: string | undefined;
  /** The session that is stepped up, or that gets a factor. */
  readonly sid?: string | undefined;
  readonly attempts: number;
  readonly expiresAt: Date;
}

/** Whether a proof is behind a ceremony already: of the same purpose, one waits for a mailed code, another for a second factor. */
export type Stage = 'begun' | 'proven';

/** Whose ceremony it turns out to be. */
export type CeremonyOwner = Required<Pick<Ceremony, 'account' | 'sessionGen' | 'device'>>;

/** After so many attempts a ceremony is over. */
export const MAX_ATTEMPTS = 5;

/** How long a ceremony lasts, unless a mailed token lasts longer. */
export const CEREMONY_LIFE_MS = 10 * 60_000;
