import type { AccountEvent, EventType } from './account-event';

/** What decides how long an event is kept. */
export type RetentionClass = 'sign_in' | 'account' | 'admin';

/** How long the events of each class are kept, in ms. */
export type Retention = Readonly<Record<RetentionClass, number | 'forever'>>;

/** Also what strangers can ask for in the name of an account: it has their addresses and browsers. */
const SIGN_INS = new Set<EventType>([
  'email_change_requested',
  'reset_requested',
  'second_factor_failed',
  'session_ended',
  'sign_in_failed',
  'sign_in_requested',
  'signed_in',
  'signed_out',
  'step_up',
  'verification_requested',
]);

/**
 * Only what has an actor is an act of an admin, so strangers add nothing to what is kept for good. An import makes accounts by the
 * thousand, so these are no acts of admins; the roles that it grants are.
 */
export function retentionClassOf({ type, actor }: Pick<AccountEvent, 'type' | 'actor'>): RetentionClass {
  if (actor !== undefined && type !== 'account_created') return 'admin';
  return SIGN_INS.has(type) ? 'sign_in' : 'account';
}
