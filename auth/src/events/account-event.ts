import { randomBytes } from 'node:crypto';

/** What can happen to an account, in the past tense. The types and the API document are made of this list. */
export const EVENT_TYPES = [
  'account_created',
  'account_deleted',
  'admin_act_refused',
  'banned',
  'claims_changed',
  'email_changed',
  'email_change_requested',
  'email_mended',
  'email_restored',
  'email_verified',
  'factor_added',
  'factor_code_issued',
  'factor_removed',
  'factors_reset',
  'identity_linked',
  'identity_unlinked',
  'invitation_removed',
  'invited',
  'password_changed',
  'password_reset',
  'recovery_code_used',
  'reset_requested',
  'roles_changed',
  'second_factor_failed',
  'session_ended',
  'sessions_ended',
  'sign_in_failed',
  'sign_in_requested',
  'signed_in',
  'signed_out',
  'step_up',
  'token_reused',
  'unbanned',
  'unlocked',
  'verification_requested',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The browser or program that a request came from. */
export interface EventClient {
  readonly ip: string;
  readonly userAgent: string;
}

/** By whom something happened, and from where. */
export interface EventOrigin {
  /** The id of an admin, or `command line`; absent where the account itself acted. */
  readonly actor?: string | undefined;
  /** The session that it was asked from, or that it is about. */
  readonly sid?: string | undefined;
  readonly client?: EventClient | undefined;
  /** Where an admin was, as an address, or the host that the command line ran on. */
  readonly from?: string | undefined;
}

/** Something that happened to an account. */
export interface AccountEvent extends EventOrigin {
  /** Begins with the time, so that events sort by it. */
  readonly id: string;
  readonly type: EventType;
  readonly at: Date;
  /** The id of the account that it is about. */
  readonly account: string;
  /** Its place among the events of the document that it was written with; the writer of the document sets it. */
  readonly number?: number | undefined;
  /** No password, token, code or address goes in. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An event that is about to be written. What is undefined is left out. */
export function newEvent(
  type: EventType,
  account: string,
  { actor, sid, client, from }: EventOrigin,
  details: AccountEvent['details'] = {},
): AccountEvent {
  const at = new Date();
  return {
    id: newEventId(at),
    type,
    at,
    account,
    ...(actor !== undefined && { actor }),
    ...(sid !== undefined && { sid }),
    ...(client && { client: { ip: client.ip, userAgent: client.userAgent } }),
    ...(from !== undefined && { from }),
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
  };
}

/** An id that begins with its time, to the millisecond: whichever process made them, events sort by it. */
export function newEventId(at: Date): string {
  return firstEventId(at).slice(0, 12) + randomBytes(6).toString('hex');
}

/** The smallest id of a time. */
export function firstEventId(at: Date): string {
  return at.getTime().toString(16).padStart(12, '0').padEnd(24, '0');
}
