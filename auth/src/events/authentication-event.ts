/** What happened, in the past tense; where the log of events tells of it, too, by the same name. */
export type EventName =
  | 'account_created'
  | 'sign_up_failed'
  | 'signed_in'
  | 'sign_in_failed'
  | 'second_factor_failed'
  | 'factor_added'
  | 'factor_removed'
  | 'factor_change_failed'
  | 'passkey_copied'
  | 'signed_out'
  | 'session_ended'
  | 'sessions_ended'
  | 'step_up'
  | 'step_up_failed'
  | 'refresh_refused'
  | 'token_reused'
  | 'token_repeated'
  | 'password_changed'
  | 'password_change_failed'
  | 'password_reset'
  | 'password_reset_failed'
  | 'email_verified'
  | 'email_verification_failed'
  | 'email_changed'
  | 'email_change_failed'
  | 'email_restored'
  | 'email_restore_failed'
  | 'account_deleted'
  | 'account_deletion_failed'
  | 'banned'
  | 'unbanned'
  | 'unlocked'
  | 'factors_reset'
  | 'reset_requested'
  | 'roles_changed'
  | 'claims_changed'
  | 'invited'
  | 'invitation_removed'
  | 'admin_act_refused';

/** One outcome of an authentication, or one change of what somebody may do. No password, token or code goes in. */
export interface AuthenticationEvent {
  readonly event: EventName;
  /** The id of the account that it is about. */
  readonly account?: string | undefined;
  /** Which email was given; only a keyed hash of it is kept. */
  readonly email?: string | undefined;
  /** The session that it is about, or that it was asked from. */
  readonly sid?: string | undefined;
  /** The session that takes the place of `sid`. */
  readonly newSid?: string | undefined;
  /** The id of the admin who did it to the account. */
  readonly actor?: string | undefined;
  /** What was refused to an admin, or to somebody who is none, as method and route. */
  readonly act?: string | undefined;
  /** Of a failure, the error's code; of a session that was ended, why. */
  readonly reason?: string | undefined;
}

/** Where an event comes from; a request of Express is one. */
export interface Origin {
  /** The client's address. */
  readonly ip?: string | undefined;
  /** The id of the request. */
  readonly id?: unknown;
}
