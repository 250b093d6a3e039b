import { BadRequestError } from '@latchkey/common';
import type { Account } from './account';
import { bytesAsJson } from './custom-claims';

type Carried = Pick<Account, 'roles' | 'claims'>;

/**
 * What roles and claims may have together, in bytes of JSON, for browsers to keep the session cookie (RFC 6265, section
 * 6.1). Claims are bounded so that they fit with any key and with COOKIE_KEY; common/test/token/cookie-budget.test.ts has the
 * arithmetic.
 */
const MAX_BYTES_TO_SET_CLAIMS = 580;
/** Fits with any key where there is no COOKIE_KEY. Accounts of a release with shorter tokens may have more. */
const MAX_BYTES_TO_GRANT_ROLES = 1250;

/**
 * Whether an account has more than what fits into its session cookie.
 * @param isEncrypted whether the cookie is encrypted, which leaves less room
 */
export function isOverRoom(carried: Carried, isEncrypted: boolean): boolean {
  return bytesOf(carried) > (isEncrypted ? MAX_BYTES_TO_SET_CLAIMS : MAX_BYTES_TO_GRANT_ROLES);
}

/** @throws BadRequestError (400 `token_too_large`) when there is no room for these claims beside the roles */
export function requireRoomForClaims(carried: Carried): void {
  requireRoom(carried, MAX_BYTES_TO_SET_CLAIMS, 'Set smaller claims, or take roles away first');
}

/** @throws BadRequestError (400 `token_too_large`) when there is no room for these roles beside the claims */
export function requireRoomForRoles(carried: Carried): void {
  requireRoom(carried, MAX_BYTES_TO_GRANT_ROLES, 'Give fewer roles, or set smaller claims first');
}

function requireRoom(carried: Carried, max: number, remedy: string): void {
  const bytes = bytesOf(carried);
  if (bytes > max)
    throw new BadRequestError(
      `${remedy}: a token has room for ${max} bytes of both as JSON, and these are ${bytes}.`,
      'token_too_large',
    );
}

function bytesOf({ roles, claims = {} }: Carried): number {
  return bytesAsJson(roles) + bytesAsJson(claims);
}
