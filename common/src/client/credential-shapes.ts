/** An email and its password. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What a sign-in takes. */
export interface SignInCredentials extends Credentials {
  /** Takes the place of a temporary password; needed after `password_change_required`, and not used otherwise. */
  readonly newPassword?: string;
}

/** What a sign-up takes. */
export interface NewCredentials extends Credentials {
  /** From the link of an invitation; needed where sign-up is by invitation. */
  readonly invitation?: string;
}

/** What a change of the password takes. */
export interface PasswordChange {
  /** Needed where the session is not fresh. */
  readonly currentPassword?: string;
  readonly newPassword: string;
}

/** What a reset of the password takes. */
export interface PasswordReset {
  /** From the link that was mailed. */
  readonly token: string;
  readonly password: string;
}

/** What the verification of an address takes. */
export interface EmailVerification {
  /** From the link that was mailed. */
  readonly token: string;
  /** A new password for the account; needed after `new_password_required`, and not used otherwise. */
  readonly password?: string;
}
