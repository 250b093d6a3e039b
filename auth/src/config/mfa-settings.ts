import { makeValidator } from 'envalid';
import { validateRoles } from '../accounts/roles';
import { hasPasskeys } from './passkey-settings';

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

interface FactorSettings {
  readonly MFA_ROLES: readonly string[];
  readonly DATA_KEY: string | undefined;
  readonly PUBLIC_URL: string | undefined;
}

/** What an operator should know where roles need a second factor, but none can be added: nobody has these roles. */
export function warningsOfFactors(config: FactorSettings): string[] {
  const { MFA_ROLES, DATA_KEY } = config;
  if (MFA_ROLES.length === 0 || DATA_KEY !== undefined || hasPasskeys(config)) return [];
  return [
    `nobody can use the roles of MFA_ROLES (${MFA_ROLES.join(', ')}), since there are no second factors: set DATA_KEY for apps, or PUBLIC_URL with a domain for passkeys`,
  ];
}
