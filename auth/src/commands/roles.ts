import { BadRequestError } from '@latchkey/common';
import { faultOfRoles } from '../accounts/roles';
import type { AuditDetails } from '../events/audit-entry';
import type { Command } from './command';

/** `grant ROLE EMAIL` */
export const grant: Command = command(
  (role) => ({ granted: role }),
  (roles, role) => {
    const more = [...new Set([...roles, role])];
    const fault = faultOfRoles(more);
    if (fault !== undefined) throw new BadRequestError(fault);
    return more;
  },
);

/** `revoke ROLE EMAIL` */
export const revoke: Command = command(
  (role) => ({ revoked: role }),
  (roles, role) => roles.filter((existing) => existing !== role),
);

function command(
  detailsOf: (role: string) => AuditDetails,
  rolesOf: (roles: readonly string[], role: string) => string[],
): Command {
  return ([role, email]) =>
    role && email
      ? {
          email,
          action: 'set_roles',
          details: detailsOf(role),
          change: (administration, id) => administration.changeRoles(id, (roles) => rolesOf(roles, role)),
          tell: ({ email, roles }) => `${email} now has: ${roles.join(', ') || 'no roles'}`,
        }
      : undefined;
}
