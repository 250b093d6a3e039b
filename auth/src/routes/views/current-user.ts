import type { CurrentUser } from '@latchkey/common';
import type { Account } from '../../accounts/account';
import type { SessionRoles } from '../../authentication/roles-of';

/**
 * What an account shows of itself in an answer.
 * @param rights the roles that it has in its session; all, for others to see
 */
export function toCurrentUser(
  { id, email, emailVerifiedAt, roles, claims }: Account,
  rights: SessionRoles = { roles, isWithheld: false },
): CurrentUser {
  const emailVerified = emailVerifiedAt !== undefined;
  return {
    ...{ id, email, roles: rights.roles, ...(claims && { claims }), emailVerified },
    ...(rights.isWithheld && { rolesWithheld: true }),
  };
}
