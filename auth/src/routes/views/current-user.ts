import type { CurrentUser } from '@latchkey/common';
import type { Account } from '../../accounts/account';
import type { SessionAssurance } from '../../authentication/assurance';
import type { RolesOf, SessionRoles } from '../../authentication/roles-of';

/** What an account shows of itself in an answer to one of its sessions. */
export function toCurrentUser(
  { rolesOf }: { readonly rolesOf: RolesOf },
  account: Account,
  session: SessionAssurance,
): CurrentUser {
  return describeAccount(account, rolesOf(account, session));
}

/** @param rights the roles that are shown */
export function describeAccount(
  { id, email, emailVerifiedAt, claims }: Account,
  { roles, isWithheld }: SessionRoles,
): CurrentUser {
  const emailVerified = emailVerifiedAt !== undefined;
  return {
    ...{ id, email, roles, ...(claims && { claims }), emailVerified },
    ...(isWithheld && { rolesWithheld: true }),
  };
}
