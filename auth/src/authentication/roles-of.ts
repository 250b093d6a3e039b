import type { Account } from '../accounts/account';
import { assuranceOf, type SessionAssurance } from './assurance';

/** The roles that an account has in a session. */
export interface SessionRoles {
  readonly roles: readonly string[];
  /** Whether some are left out until a second factor is proven. */
  readonly isWithheld: boolean;
}

export type RolesOf = (
  account: Pick<Account, 'roles' | 'factors'>,
  session: SessionAssurance,
) => SessionRoles;

/**
 * Decides which roles an account has in a session.
 * @param mfaRoles the roles that need a second factor
 */
export function createRolesOf(mfaRoles: readonly string[]): RolesOf {
  return function rolesOf(account, session) {
    const isWhole = assuranceOf(session, account).acr === 'aal2';
    const roles = isWhole ? account.roles : account.roles.filter((role) => !mfaRoles.includes(role));
    return { roles, isWithheld: roles.length < account.roles.length };
  };
}
