import type { Delivery } from '../events/delivery';
import type { Notice } from './message';
import { REQUEST_KINDS } from './preparation';

/** Whose address a delivery about a change of address goes to. */
export const FORMER_ADDRESS = 'former';

/** The recipients of a notice about the account of another admin. */
export const OTHER_ADMINS = 'other admins';

/** What is said about an event; `email_changed` here is what the new address is told. */
const NOTICES: Readonly<Record<string, Notice>> = {
  password_changed: 'password_changed',
  password_reset: 'password_reset',
  email_changed: 'new_email',
  email_restored: 'email_restored',
  second_factor_failed: 'second_factor_failed',
  signed_in: 'new_sign_in',
  factor_added: 'factor_added',
  factor_removed: 'factor_removed',
  factors_reset: 'factors_reset',
  recovery_code_used: 'recovery_code_used',
  token_reused: 'token_reused',
  account_deleted: 'account_deleted',
  roles_changed: 'admin_granted',
};

/** The notice about an event of a type; undefined where nobody is told. */
export function noticeOf(type: string, data: Delivery['data'] = {}): Notice | undefined {
  return data.to === OTHER_ADMINS ? 'admin_factors_reset' : NOTICES[type];
}

/** Whether a link or a code is to be made before the mail can be written. */
export function needsPreparation({ kind, data }: Pick<Delivery, 'kind' | 'data'>): boolean {
  if (kind === 'email_changed') return data.to === FORMER_ADDRESS;
  return REQUEST_KINDS.some((request) => request === kind);
}
