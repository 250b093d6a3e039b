import type { EventType } from './account-event';

/** What the audit trail tells of, with the event of each. The types and the API document are made of this list. */
export const AUDITED = {
  ban: 'banned',
  unban: 'unbanned',
  unlock: 'unlocked',
  end_sessions: 'sessions_ended',
  reset_factors: 'factors_reset',
  issue_factor_code: 'factor_code_issued',
  send_reset: 'reset_requested',
  set_password: 'password_changed',
  set_roles: 'roles_changed',
  set_claims: 'claims_changed',
  verify_email: 'email_verified',
  mend_email: 'email_mended',
  delete_account: 'account_deleted',
  invite: 'invited',
  remove_invitation: 'invitation_removed',
} as const satisfies Record<string, EventType>;

export type AuditAction = keyof typeof AUDITED;

export const AUDIT_ACTIONS = Object.keys(AUDITED) as AuditAction[];

/** By whom, and from where. */
export interface Author {
  /** The id of an account, or `command line`. */
  readonly actor: string;
  /** The address of the request, or the name of the host that the command ran on. */
  readonly from: string;
}

/** What is done, by whom and to whom. */
export interface AuditedAction extends Author {
  readonly action: AuditAction;
  /** The id of the account that it is done to; an invitation has the id of the account that it becomes. */
  readonly target: string;
  readonly details: AuditDetails;
}

export interface AuditDetails {
  readonly reason?: string | undefined;
  readonly until?: Date | undefined;
  /** The whole set, afterwards. */
  readonly roles?: readonly string[];
  /** All of them, afterwards. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The one role that was added to the others. */
  readonly granted?: string;
  /** The one role that was taken from the others. */
  readonly revoked?: string;
}

/** Only older releases wrote `started`; it also stayed where it was not known how the act ended. */
export const AUDIT_OUTCOMES = ['started', 'done', 'refused'] as const;

export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One line of the audit trail. */
export interface AuditEntry extends AuditedAction {
  readonly id: string;
  readonly at: Date;
  readonly outcome: AuditOutcome;
  /** Of a refusal, the error's code. */
  readonly code?: string | undefined;
}
