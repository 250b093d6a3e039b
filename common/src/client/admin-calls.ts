import type { CustomClaims } from '../custom-claims';
import type { AccountEvents } from './event-shapes';
import type { OwnFactors } from './factor-shapes';
import type { CallOptions, Calls } from './make-calls';
import { queryOf } from './query-of';
import type {
  Account,
  AccountSearch,
  Accounts,
  AuditTrail,
  Ban,
  Invitations,
  NewInvitation,
  Page,
  Sessions,
} from './shapes';

/** What admins do with the accounts of others. */
export function adminCalls({ get, send }: Calls) {
  const pathOf = (id: string) => `/${encodeURIComponent(id)}`;
  return {
    /** For admins: lists accounts, a page at a time: all, or those that fit a search. */
    listUsers: (search: Page & AccountSearch = {}, options?: CallOptions) =>
      get<Accounts>(queryOf(search), options),
    /** For admins: shows one account. */
    showUser: (id: string, options?: CallOptions) => get<Account>(pathOf(id), options),
    /** For admins: lists what happened to an account, the newest first, a page at a time. */
    listUserEvents: (id: string, page: Page = {}, options?: CallOptions) =>
      get<AccountEvents>(`${pathOf(id)}/events${queryOf(page)}`, options),
    /** For admins: bans an account, and ends its sessions. */
    banUser: (id: string, ban: Ban = {}, options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/ban`, ban, options),
    /** For admins: lifts a ban. */
    unbanUser: (id: string, options?: CallOptions) =>
      send<Account>('DELETE', `${pathOf(id)}/ban`, undefined, options),
    /** For admins: forgets the failed sign-ins of an account, so that its owner can sign in again. */
    unlockUser: (id: string, options?: CallOptions) =>
      send<Account>('POST', `${pathOf(id)}/unlock`, undefined, options),
    /** For admins: ends all sessions of an account. */
    endUserSessions: (id: string, options?: CallOptions) =>
      send<Account>('DELETE', `${pathOf(id)}/sessions`, undefined, options),
    /** For admins: lists the sessions of an account, a page at a time. */
    listUserSessions: (id: string, page: Page = {}, options?: CallOptions) =>
      get<Sessions>(`${pathOf(id)}/sessions${queryOf(page)}`, options),
    /** For admins: shows the factors of an account. */
    showUserFactors: (id: string, options?: CallOptions) => get<OwnFactors>(`${pathOf(id)}/factors`, options),
    /** For admins: removes all factors of an account, as after a lost phone, and ends its sessions. */
    removeUserFactors: (id: string, options?: CallOptions) =>
      send<Account>('DELETE', `${pathOf(id)}/factors`, undefined, options),
    /** For admins: has a link mailed to the owner of an account that sets a new password. */
    sendPasswordReset: (id: string, options?: CallOptions) =>
      send<object>('POST', `${pathOf(id)}/password/reset`, undefined, options),
    /** For admins: replaces the roles of an account. */
    setRoles: (id: string, roles: readonly string[], options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/roles`, { roles }, options),
    /** For admins: replaces the claims of an account. */
    setClaims: (id: string, claims: CustomClaims, options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/claims`, { claims }, options),
    /** For admins: invites an email; the answer alone has the token of the invitation. */
    invite: (email: string, options?: CallOptions) =>
      send<NewInvitation>('POST', '/invitations', { email }, options),
    /** For admins: lists open invitations, a page at a time. */
    listInvitations: (page: Page = {}, options?: CallOptions) =>
      get<Invitations>(`/invitations${queryOf(page)}`, options),
    /** For admins: withdraws an invitation. */
    removeInvitation: (id: string, options?: CallOptions) =>
      send<object>('DELETE', `/invitations${pathOf(id)}`, undefined, options),
    /** For admins: lists what admins did, a page at a time, or what happened to one account. */
    listAudit: (search: Page & { readonly user?: string } = {}, options?: CallOptions) =>
      get<AuditTrail>(`/audit${queryOf(search)}`, options),
  };
}
