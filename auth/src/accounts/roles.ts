/** Who has this role may manage the accounts of others. */
export const ADMIN = 'admin';

export const MAX_ROLES = 32;
export const MAX_ROLE_CHARACTERS = 64;
/** The form of a role, as a regular expression. */
export const ROLE_FORM = `[a-z0-9:_-]{1,${MAX_ROLE_CHARACTERS}}`;
const ROLE = new RegExp(`^${ROLE_FORM}$`);

/**
 * Says what is wrong with a set of roles. How much room a token has for them is in token-room.ts.
 * @returns a message, or undefined when the roles are fine
 */
export function validateRoles(roles: readonly string[]): string | undefined {
  if (roles.length > MAX_ROLES) return `an account has at most ${MAX_ROLES} roles`;
  if (!roles.every((role) => role.length <= MAX_ROLE_CHARACTERS && ROLE.test(role)))
    return `a role is 1 to ${MAX_ROLE_CHARACTERS} of a-z, 0-9, colon, underscore and hyphen`;
  return undefined;
}
