import type { CustomClaims } from './custom-claims';

/**
 * The user who makes a request, from the access token.
 * @example
 * ```ts
 * import type { CurrentUser } from '@latchkey/common';
 *
 * const mayEdit = (user: CurrentUser, ownerId: string) => user.id === ownerId || user.roles.includes('editor');
 * ```
 */
export interface CurrentUser {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** What admins have set on the account; absent where that is nothing. */
  readonly claims?: CustomClaims;
  /** Whether the user has proven that the email is theirs; absent in the token of an older auth service. */
  readonly emailVerified?: boolean;
  /** Whether the user has roles that are left out until a second factor is proven; absent where there are none. */
  readonly rolesWithheld?: boolean;
}
