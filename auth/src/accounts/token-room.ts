import { BadRequestError } from '@latchkey/common';
import type { Account } from './account';
import { bytesAsJson } from './custom-claims';

type Carried = Pick<Account, 'roles' | 'claims'>;

/**
 * What roles and claims may have together, in bytes of JSON, for browsers to keep the session cookie (RFC 6265, section
 * 6.1). Claims are bounded so that they fit with any key and with COOKIE_KEY; common/test/token/cookie-budget.test.ts has the
 * arithmetic.
 */
const MAX_BYTES_TO_SET_CLAIMS = 600;
/** The most that roles have alone: 1200 characters, and the punctuation of 32. */
const MAX_BYTES_TO_GRANT_ROLES = 1297;

/** @throws BadRequestError (400 `token_too_large`) when there is no room for these claims beside the roles */
export function requireRoomForClaims(carried: Carried): void {
  requireRoom(carried, MAX_BYTES_TO_SET_CLAIMS, 'Set smaller claims, or take roles away first');
}

/** @throws BadRequestError (400 `token_too_large`) when there is no room for these roles beside the claims */
export function requireRoomForRoles(carried: Carried): void {
  requireRoom(carried, MAX_BYTES_TO_GRANT_ROLES, 'Give fewer roles, or set smaller claims first');
}

function requireRoom({ roles, claims }: Carried, max: number, remedy: string): void {
  const bytes = bytesAsJson(roles) + bytesAsJson(claims ?? {});
  if (bytes > max)
    throw new BadRequestError(
      `${remedy}: a token has room for ${max} bytes of both as JSON, and these are ${bytes}.`,
      'token_too_large',
    );
}
