import { isDeepStrictEqual } from 'node:util';
import type { CustomClaims } from '@latchkey/common';
import { UnavailableError } from '@latchkey/common';
import type { Account, Ban, TemporaryPassword } from './account';
import type { AccountQuery } from './account-reads-store';
import type { AccountStore } from './account-store';
import { changeAccount } from './change-account';
import { hasClaims } from './custom-claims';
import { normalizeEmail } from './email';
import { requireRoomForClaims, requireRoomForRoles } from './token-room';

/**
 * What admins do with the accounts of others. A function that changes one returns the account afterwards, or undefined
 * when there is none, and throws LastAdminError (409 `last_admin`) when nobody would be left to undo it.
 * @param forgetFailures forgets the failed sign-ins to a normalized email, of new devices and from all addresses
 */
export function createAdministration(store: AccountStore, forgetFailures: (email: string) => Promise<void>) {
  return {
    list: (query: AccountQuery) => store.list(query),

    /** Bans; all sessions and access tokens end for good in the same write. */
    ban: (id: string, ban: Ban) => changeAccount(store, id, () => ({ kind: 'ban', ban })),

    unban: (id: string) => store.unban(id),

    /** Ends all sessions and access tokens; the person can sign in again. */
    endSessions: (id: string) => store.endSessions(id),

    /**
     * Sets a temporary password; all sessions and access tokens end in the same write. Failed
     * sign-ins are forgotten, too: their owner made most of them.
     * @param onNotForgotten told of the account when that failed: the password is set all the same
     * @throws UnavailableError (503) when somebody else was faster, and this one was not set
     */
    async setTemporaryPassword(
      id: string,
      temporary: TemporaryPassword,
      onNotForgotten: (account: Account) => void = () => undefined,
    ): Promise<Account | undefined> {
      const account = await store.findById(id);
      if (!account) return undefined;
      const changed = await store.setTemporaryPassword(account, temporary);
      if (!changed) throw new UnavailableError('Somebody else has just changed this account. Try again.', 1);
      await forgetFailures(normalizeEmail(changed.email)).catch(() => onNotForgotten(changed));
      return changed;
    },

    /** Lets a person sign in on a new device although others have guessed at the account. */
    async unlock(id: string): Promise<Account | undefined> {
      const account = await store.findById(id);
      if (account) await forgetFailures(normalizeEmail(account.email));
      return account;
    },

    /**
     * Sets the roles that `rolesOf` makes of the present ones. Access tokens end unless it is the same set.
     * @throws BadRequestError (400 `token_too_large`) when the claims leave no room for a new role
     */
    changeRoles(
      id: string,
      rolesOf: (roles: readonly string[]) => readonly string[],
    ): Promise<Account | undefined> {
      return changeAccount(store, id, (account) => {
        const { claims } = account;
        const roles = [...new Set(rolesOf(account.roles))];
        if (areSame(roles, account.roles)) return undefined;
        const isGrant = !roles.every((role) => account.roles.includes(role));
        if (isGrant && claims) requireRoomForRoles({ roles, claims });
        return { kind: 'set_roles', roles };
      });
    },

    /**
     * Replaces the claims, which are fine for `validateClaims`; an empty object removes them. Access tokens end unless
     * they are the same.
     * @throws BadRequestError (400 `token_too_large`) when the roles leave no room for them
     */
    setClaims(id: string, claims: CustomClaims): Promise<Account | undefined> {
      return changeAccount(store, id, (account) => {
        if (isDeepStrictEqual(claims, account.claims ?? {})) return undefined;
        if (hasClaims(claims)) requireRoomForClaims({ roles: account.roles, claims });
        return { kind: 'set_claims', claims };
      });
    },
  };
}

export type Administration = ReturnType<typeof createAdministration>;

function areSame(roles: readonly string[], others: readonly string[]): boolean {
  return roles.length === others.length && roles.every((role) => others.includes(role));
}
