/** What can happen to an account, in the past tense. A newer service may send more. */
export type OwnEventType =
  | 'account_created'
  | 'account_deleted'
  | 'banned'
  | 'claims_changed'
  | 'email_changed'
  | 'email_change_requested'
  | 'email_mended'
  | 'email_restored'
  | 'email_verified'
  | 'factor_added'
  | 'factor_code_issued'
  | 'factor_removed'
  | 'factors_reset'
  | 'identity_linked'
  | 'identity_unlinked'
  | 'password_changed'
  | 'password_reset'
  | 'recovery_code_used'
  | 'reset_requested'
  | 'roles_changed'
  | 'second_factor_failed'
  | 'session_ended'
  | 'sessions_ended'
  | 'sign_in_failed'
  | 'sign_in_requested'
  | 'signed_in'
  | 'signed_out'
  | 'step_up'
  | 'token_reused'
  | 'unbanned'
  | 'unlocked'
  | 'verification_requested';

/** The browser or program that something was asked from. */
export interface EventClient {
  readonly ip: string;
  readonly userAgent: string;
}

/** The details of an event. Which ones there are depends on its type. */
export interface OwnEventDetails {
  /** Of a sign-in: whether the account did not know the device. */
  readonly newDevice?: boolean;
  /** Of a sign-in or a step-up: by what it was proven, such as `pwd`. */
  readonly amr?: readonly string[];
  /** Of failed sign-ins: how many in an hour. */
  readonly count?: number;
  /** Of a session that was ended: why. */
  readonly reason?: string;
  /** Of a change of roles: all of them afterwards, or the ones that came or went. */
  readonly roles?: readonly string[];
  readonly granted?: readonly string[];
  readonly revoked?: readonly string[];
}

/** Something that happened to the account of the caller; `at` is ISO 8601. */
export interface OwnEvent {
  readonly id: string;
  readonly type: OwnEventType;
  readonly at: string;
  /** Whether an admin or the command line did it. */
  readonly byAdmin: boolean;
  /** Absent for what admins do. */
  readonly client?: EventClient;
  /** The session that it was asked from, or that it is about. */
  readonly sid?: string;
  readonly details: OwnEventDetails;
}

/** A page of the caller's events, the newest first. */
export interface OwnEvents {
  readonly events: readonly OwnEvent[];
  readonly next?: string;
}

/** Something that happened to an account, as admins see it. */
export interface AccountEvent {
  readonly id: string;
  readonly type: OwnEventType | 'admin_act_refused' | 'invitation_removed' | 'invited';
  readonly at: string;
  /** The id of the account. */
  readonly account: string;
  /** The id of an admin, or `command line`; absent where the account itself acted. */
  readonly actor?: string;
  readonly sid?: string;
  readonly client?: EventClient;
  /** An address, or the host of the command line. */
  readonly from?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A page of the events of an account, the newest first. */
export interface AccountEvents {
  readonly events: readonly AccountEvent[];
  readonly next?: string;
}
