/** Who has this role may manage the accounts of others. */
export const ADMIN = 'admin';

const ROLE = /^[a-z0-9:_-]+$/;
const MAX_ROLE_CHARACTERS = 64;
const MAX_ROLES = 32;
/** Together with the longest email this keeps the session cookie under 4096 bytes (RFC 6265, section 6.1). */
const MAX_CHARACTERS = 1200;

/**
 * Says what is wrong with a set of roles.
 * @returns a message, or undefined when the roles are fine
 */
export function validateRoles(roles: readonly string[]): string | undefined {
  if (roles.length > MAX_ROLES) return `an account has at most ${MAX_ROLES} roles`;
  if (!roles.every((role) => role.length <= MAX_ROLE_CHARACTERS && ROLE.test(role)))
    return 'a role is 1 to 64 of a-z, 0-9, colon, underscore and hyphen';
  if (roles.join('').length > MAX_CHARACTERS)
    return `the roles have at most ${MAX_CHARACTERS} characters together`;
  return undefined;
}
