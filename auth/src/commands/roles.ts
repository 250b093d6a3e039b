import type { AdminChange } from '../administration/admin-change';
import type { Command } from './command';

/** `grant ROLE EMAIL` */
export const grant: Command = command((role) => ({ kind: 'grant_role', role }));

/** `revoke ROLE EMAIL` */
export const revoke: Command = command((role) => ({ kind: 'revoke_role', role }));

function command(changeOf: (role: string) => AdminChange): Command {
  return ([role, email]) =>
    role && email
      ? {
          email,
          change: changeOf(role),
          tell: ({ email, roles }) => `${email} now has: ${roles.join(', ') || 'no roles'}`,
        }
      : undefined;
}
