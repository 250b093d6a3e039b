import { makeValidator } from 'envalid';
import { validateRoles } from '../accounts/roles';

const roleNames = makeValidator<readonly string[]>((text) => {
  const roles = text.split(',').map((role) => role.trim());
  const fault = validateRoles(roles);
  if (fault !== undefined) throw new Error(`must be names of roles, separated by commas: ${fault}`);
  return [...new Set(roles)];
});

/** What is asked of people who can do much. */
export const mfaVariables = {
  MFA_ROLES: roleNames({
    default: [],
    desc: 'Roles that only a second factor or a passkey opens, such as `admin`, separated by commas; without one, the token of their owner leaves them out',
  }),
};
