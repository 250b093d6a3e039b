import type { CurrentUser } from '@latchkey/common';
import type { Account } from '../../accounts/account';

/** What an account shows of itself in an answer. */
export function toCurrentUser({ id, email, emailVerifiedAt, roles, claims }: Account): CurrentUser {
  return { id, email, roles, ...(claims && { claims }), emailVerified: emailVerifiedAt !== undefined };
}
