import { isDeepStrictEqual } from 'node:util';
import { BadRequestError, type CustomClaims } from '@latchkey/common';
import { InvalidCredentialsError } from '../errors';
import type { Account, AccountChange, Ban } from './account';
import { hasClaims } from './custom-claims';
import { validateRoles } from './roles';
import { requireRoomForClaims, requireRoomForRoles } from './token-room';

/** A change that somebody asks for. What it comes to depends on the account as it is when the change is made. */
export type ChangeRequest =
  | { readonly kind: 'ban'; readonly ban: Ban }
  | { readonly kind: 'set_roles'; readonly roles: readonly string[] }
  | { readonly kind: 'grant_role'; readonly role: string }
  | { readonly kind: 'revoke_role'; readonly role: string }
  | { readonly kind: 'set_claims'; readonly claims: CustomClaims }
  /** `password` is the stored hash that the owner has just proven to know. */
  | { readonly kind: 'delete'; readonly password: string };

/**
 * Says what a request comes to for an account.
 * @returns the change, or undefined when there is nothing to change
 * @throws BadRequestError (400 `token_too_large`) when a token has no room for the roles and claims together,
 *   BadRequestError (400) when a granted role is not valid, InvalidCredentialsError when the password of an account to
 *   delete was changed meanwhile
 */
export function resolveRequest(request: ChangeRequest, account: Account): AccountChange | undefined {
  switch (request.kind) {
    case 'ban':
      return request;
    case 'set_roles':
      return changeOfRoles(account, request.roles);
    case 'grant_role':
      return changeOfRoles(account, validRoles([...account.roles, request.role]));
    case 'revoke_role':
      return changeOfRoles(
        account,
        account.roles.filter((role) => role !== request.role),
      );
    case 'set_claims':
      return changeOfClaims(account, request.claims);
    case 'delete':
      if (account.password !== request.password) throw new InvalidCredentialsError();
      return { kind: 'delete' };
  }
}

function changeOfRoles(account: Account, wanted: readonly string[]): AccountChange | undefined {
  const roles = [...new Set(wanted)];
  const granted = roles.filter((role) => !account.roles.includes(role));
  if (granted.length === 0 && roles.length === account.roles.length) return undefined;
  if (granted.length > 0) requireRoomForRoles({ roles, claims: account.claims });
  return { kind: 'set_roles', roles };
}

function validRoles(wanted: readonly string[]): readonly string[] {
  const roles = [...new Set(wanted)];
  const fault = validateRoles(roles);
  if (fault !== undefined) throw new BadRequestError(fault);
  return roles;
}

function changeOfClaims({ roles, claims: present = {} }: Account, claims: CustomClaims) {
  if (isDeepStrictEqual(claims, present)) return undefined;
  if (hasClaims(claims)) requireRoomForClaims({ roles, claims });
  return { kind: 'set_claims', claims } as const;
}
