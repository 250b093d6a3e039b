import type { CurrentUser } from '../current-user';

/** @deprecated It is `CurrentUser`. */
export type User = CurrentUser;

/** The answer to who is signed in. */
export interface CurrentUserAnswer {
  readonly currentUser: CurrentUser | null;
  /** Why there is nobody: a code such as `token_expired`, `session_expired` or `banned`. */
  readonly reason?: string;
}

/** A device that one is signed in on; times are ISO 8601. */
export interface Session {
  readonly id: string;
  readonly userAgent: string;
  readonly ip: string;
  readonly createdAt: string;
  /** In steps of five minutes, five to ten minutes late; so are `userAgent` and `ip`. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** Whether it is the session of this request. */
  readonly current: boolean;
}

/** The last sign-in first. */
export interface Sessions {
  readonly sessions: readonly Session[];
  readonly next?: string;
}

/** Why an account is banned, and until when. */
export interface Ban {
  /** Only admins can read it. */
  readonly reason?: string;
  /** ISO 8601; without it the ban has no end. */
  readonly until?: string;
}

/** An account, as admins see it. */
export interface Account extends Omit<CurrentUser, 'rolesWithheld'> {
  readonly ban?: Ban;
  readonly createdAt: string;
}

/** Which page of a list. */
export interface Page {
  /** The `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/** Which accounts to list: those that fit all that is given. */
export interface AccountSearch {
  /** A part of the email. */
  readonly email?: string | undefined;
  readonly role?: string | undefined;
  readonly banned?: true | undefined;
}

/** A page of accounts. */
export interface Accounts {
  readonly users: readonly Account[];
  readonly next?: string;
}

/** @deprecated It is `Accounts`. */
export type Users = Accounts;

/** An invitation that is open; times are ISO 8601. */
export interface Invitation {
  /** Also the id of the account that it becomes. */
  readonly id: string;
  readonly email: string;
  /** The id of an admin, or `command line`. */
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** An invitation with what only the admin who made it is told, once. */
export interface NewInvitation extends Invitation {
  readonly token: string;
  /** The page that takes it, where the auth service knows its PUBLIC_URL. */
  readonly link?: string;
}

/** A page of open invitations. */
export interface Invitations {
  readonly invitations: readonly Invitation[];
  readonly next?: string;
}

/** One act of an admin; `at` is ISO 8601. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  /** The id of an account, or `command line`. */
  readonly actor: string;
  readonly action:
    | 'ban'
    | 'unban'
    | 'unlock'
    | 'end_sessions'
    | 'set_password'
    | 'reset_factors'
    | 'issue_factor_code'
    | 'send_reset'
    | 'set_roles'
    | 'set_claims'
    | 'verify_email'
    | 'mend_email'
    | 'delete_account'
    | 'invite'
    | 'remove_invitation';
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly from: string;
  /** `started` only in entries of older releases. */
  readonly outcome: 'started' | 'done' | 'refused';
  readonly code?: string;
}

/** A page of the audit trail, the latest act first. */
export interface AuditTrail {
  readonly entries: readonly AuditEntry[];
  readonly next?: string;
}
