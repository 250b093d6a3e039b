import type { Delivery } from '../events/delivery';

/** What a stranger, or a person without a fresh session, has asked to be sent. Each is prepared before it is sent. */
export const REQUEST_KINDS = [
  'reset_requested',
  'sign_in_requested',
  'step_up_requested',
  'factor_code_requested',
  'verification_requested',
  'email_change_requested',
  'sign_up_requested',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a prepared mail says. */
export type PreparedMessage =
  | 'reset_password'
  | 'sign_in_code'
  | 'step_up_code'
  /** Allows the first factor of an account that needs more than a password for it. */
  | 'factor_code'
  | 'verify_email'
  | 'confirm_email'
  /** Of a sign-up for an address that has an account. Its link leads to the sign-in. */
  | 'account_exists'
  /** To the address that was replaced: the way back is its link. */
  | 'email_changed';

/** A mail with what it needs beyond its delivery. */
export interface Prepared {
  readonly recipient: string;
  readonly message: PreparedMessage;
  /** Codes but that of a sign-in have none, and `email_changed` may have none; the others need it. */
  readonly link?: string | undefined;
  readonly code?: string | undefined;
  readonly language?: string | undefined;
}

/**
 * Makes what a mail needs: a link, a code, and what is stored so that they work. It may be called again with the same
 * delivery, and answers the same link then: nothing readable of it is stored.
 * The worker asks it about each of `REQUEST_KINDS`, and about `email_changed` for the address that was replaced.
 */
export interface MailPreparation {
  /** @returns undefined where nothing is to be sent: no account, a ban, the recipient's limit */
  prepare(delivery: Delivery): Promise<Prepared | undefined>;
}
