import type { CurrentUser } from '../current-user';
import type { CustomClaims } from '../custom-claims';
import type { ForwardedSession } from './forward-session';
import { makeCalls, type CallOptions } from './make-calls';
import { createSends } from './send';
import type {
  Account,
  AccountSearch,
  Accounts,
  AuditTrail,
  Ban,
  Invitations,
  NewCredentials,
  NewInvitation,
  Page,
  PasswordChange,
  Sessions,
  SignInCredentials,
} from './shapes';
import { DEFAULT_TIMEOUT_MS } from './time-limit';

/** What `createClient` takes; everything has a default. */
export interface ClientOptions {
  /** Where the API is, without a path; the page's own origin unless given. */
  readonly baseUrl?: string;
  /** For a page's server: the browser that it asks for. Such a client never refreshes; see `refreshLocation`. */
  readonly session?: ForwardedSession;
  /** Sends the requests; outside of browsers one that keeps cookies. The global one is looked up at each call. */
  readonly fetch?: typeof fetch;
  /** How long a call may take, in ms, at most 10 minutes; 30 s by default. A refresh has 10 s of it at most. */
  readonly timeoutMs?: number;
}

/**
 * The API of the auth service, and a fetch for other services. Each call settles within its signal and `timeoutMs`, with a
 * value or a LatchkeyError.
 */
export type Client = ReturnType<typeof createClient>;

/** A user or a password in an address: the message of fetch would repeat them. */
const CREDENTIALS = /^[^/?#]*\/\/[^/?#]*@/;
const MAX_TIMEOUT_MS = 600_000;

/**
 * Makes a client for browsers and for servers that render pages.
 * @example
 * ```ts
 * import { createClient } from '@latchkey/common/client';
 *
 * const client = createClient();
 * await client.signIn({ email: 'ada@example.com', password: 'a long passphrase' });
 * const tickets = await client.fetch('/api/tickets');
 * ```
 * @throws TypeError when `baseUrl` has a user or a password; RangeError for a `timeoutMs` that is not 1 to 600,000
 */
export function createClient({
  baseUrl = '',
  session,
  fetch: given,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: ClientOptions = {}) {
  if (CREDENTIALS.test(baseUrl)) throw new TypeError('baseUrl must not have a user or a password.');
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new RangeError(`timeoutMs must be 1 to ${MAX_TIMEOUT_MS}.`);
  const calls = makeCalls({ ...createSends({ baseUrl, session, fetch: given }), session, timeoutMs });

  return {
    /**
     * Like the global one, below `baseUrl`, with a refresh when one is needed. Rejects when there is no head of an answer in
     * time, or no refresh.
     */
    fetch: calls.fetch,
    /** Makes an account and signs it in. */
    signUp: (credentials: NewCredentials, options?: CallOptions) =>
      calls.write<CurrentUser>('POST', '/signup', credentials, options),
    /** Rejects with `password_change_required` for a temporary password without a new one. */
    signIn: (credentials: SignInCredentials, options?: CallOptions) =>
      calls.write<CurrentUser>('POST', '/signin', credentials, options),
    /** Ends this session. */
    signOut: (options?: CallOptions) => calls.write<object>('POST', '/signout', undefined, options),
    /** Renews the access token now; other calls do it by themselves when it is due. */
    refresh: calls.refresh,
    /** Who is signed in, after a refresh if one was due. */
    currentUser: calls.currentUser,
    /** Lists the sessions of the account, a page at a time. */
    listSessions: (page: Page = {}, options?: CallOptions) =>
      calls.get<Sessions>(`/sessions${queryOf(page)}`, options),
    /** Ends one session of the account. */
    endSession: (id: string, options?: CallOptions) =>
      calls.write<object>('DELETE', `/sessions/${encodeURIComponent(id)}`, undefined, options),
    /** Ends all sessions of the account but this one. */
    endOtherSessions: (options?: CallOptions) =>
      calls.write<object>('DELETE', '/sessions', undefined, options),
    /** Changes the password, and ends all other sessions. */
    changePassword: (change: PasswordChange, options?: CallOptions) =>
      calls.write<object>('POST', '/password', change, options),
    /** Deletes the account; its password confirms it. */
    deleteAccount: (password: string, options?: CallOptions) =>
      calls.write<object>('DELETE', '/me', { password }, options),
    ...adminCalls(calls),
  };
}

function adminCalls({ get, send }: ReturnType<typeof makeCalls>) {
  const pathOf = (id: string) => `/${encodeURIComponent(id)}`;
  return {
    /** For admins: lists accounts, a page at a time: all, or those that fit a search. */
    listUsers: (search: Page & AccountSearch = {}, options?: CallOptions) =>
      get<Accounts>(queryOf(search), options),
    /** For admins: shows one account. */
    showUser: (id: string, options?: CallOptions) => get<Account>(pathOf(id), options),
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

function queryOf(search: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
