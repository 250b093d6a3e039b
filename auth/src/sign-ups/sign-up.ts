/** A sign-up that waits for the link of its mail. No sign-in reads it, and its password opens nothing. */
export interface PendingSignUp {
  /** Also the id of the account that it becomes, unless an invitation gives one: so it becomes one account only. */
  readonly id: string;
  /** In its one form. Several sign-ups can wait for one address: nobody has proven it yet. */
  readonly email: string;
  /** The hash of the password that was chosen in the browser that signed up. It counts there alone. */
  readonly password: string;
  /** The id of that browser's ceremony. */
  readonly ceremony: string;
  /** The id of the invitation that it came with. */
  readonly invitation?: string | undefined;
  /** The hashes of the tokens that were mailed: one, unless MAIL_KEY changed between two sendings of the mail. */
  readonly tokens: readonly string[];
  readonly expiresAt: Date;
}
