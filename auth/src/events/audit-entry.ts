/** What the audit trail records. The types and the API document are made of this list. */
export const AUDIT_ACTIONS = [
  'ban',
  'unban',
  'unlock',
  'end_sessions',
  'set_password',
  'set_roles',
  'set_claims',
  'mend_email',
  'delete_account',
  'invite',
  'remove_invitation',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What is about to be done, by whom and to whom. */
export interface AuditedAction {
  /** The id of an account, or `command line`. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The id of the account that it is done to; an invitation has the id of the account that it becomes. */
  readonly target: string;
  readonly details: AuditDetails;
  /** The address of the request, or the name of the host that the command ran on. */
  readonly from: string;
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

/** `started` is also what stays when it is not known how it ended. */
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
