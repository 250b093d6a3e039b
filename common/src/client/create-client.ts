import type { CustomClaims } from '../custom-claims';
import type { ForwardedSession } from './forward-session';
import { makeCalls, type CallOptions } from './make-calls';
import { createSend } from './send';
import type {
  Account,
  AuditTrail,
  Ban,
  Invitations,
  NewCredentials,
  NewInvitation,
  Page,
  PasswordChange,
  Sessions,
  SignInCredentials,
  User,
  Users,
} from './shapes';
import { DEFAULT_TIMEOUT_MS } from './time-limit';

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
  const calls = makeCalls({ send: createSend({ baseUrl, session, fetch: given }), session, timeoutMs });

  return {
    /**
     * Like the global one, below `baseUrl`, with a refresh when one is needed. Rejects when there is no head of an answer in
     * time, or no refresh.
     */
    fetch: calls.fetch,
    signUp: (credentials: NewCredentials, options?: CallOptions) =>
      calls.write<User>('POST', '/signup', credentials, options),
    /** Rejects with `password_change_required` for a temporary password without a new one. */
    signIn: (credentials: SignInCredentials, options?: CallOptions) =>
      calls.write<User>('POST', '/signin', credentials, options),
    signOut: (options?: CallOptions) => calls.write<object>('POST', '/signout', undefined, options),
    refresh: calls.refresh,
    /** Who is signed in, after a refresh if one was due. */
    currentUser: calls.currentUser,
    listSessions: (page: Page = {}, options?: CallOptions) =>
      calls.get<Sessions>(`/sessions${queryOf(page)}`, options),
    endSession: (id: string, options?: CallOptions) =>
      calls.write<object>('DELETE', `/sessions/${encodeURIComponent(id)}`, undefined, options),
    endOtherSessions: (options?: CallOptions) =>
      calls.write<object>('DELETE', '/sessions', undefined, options),
    changePassword: (change: PasswordChange, options?: CallOptions) =>
      calls.write<object>('POST', '/password', change, options),
    deleteAccount: (password: string, options?: CallOptions) =>
      calls.write<object>('DELETE', '/me', { password }, options),
    ...adminCalls(calls),
  };
}

function adminCalls({ get, send }: ReturnType<typeof makeCalls>) {
  const pathOf = (id: string) => `/${encodeURIComponent(id)}`;
  return {
    listUsers: (search: Page & { readonly email?: string } = {}, options?: CallOptions) =>
      get<Users>(queryOf(search), options),
    showUser: (id: string, options?: CallOptions) => get<Account>(pathOf(id), options),
    banUser: (id: string, ban: Ban = {}, options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/ban`, ban, options),
    unbanUser: (id: string, options?: CallOptions) =>
      send<Account>('DELETE', `${pathOf(id)}/ban`, undefined, options),
    unlockUser: (id: string, options?: CallOptions) =>
      send<Account>('POST', `${pathOf(id)}/unlock`, undefined, options),
    endUserSessions: (id: string, options?: CallOptions) =>
      send<Account>('DELETE', `${pathOf(id)}/sessions`, undefined, options),
    setRoles: (id: string, roles: readonly string[], options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/roles`, { roles }, options),
    setClaims: (id: string, claims: CustomClaims, options?: CallOptions) =>
      send<Account>('PUT', `${pathOf(id)}/claims`, { claims }, options),
    invite: (email: string, options?: CallOptions) =>
      send<NewInvitation>('POST', '/invitations', { email }, options),
    listInvitations: (page: Page = {}, options?: CallOptions) =>
      get<Invitations>(`/invitations${queryOf(page)}`, options),
    removeInvitation: (id: string, options?: CallOptions) =>
      send<object>('DELETE', `/invitations${pathOf(id)}`, undefined, options),
    listAudit: (search: Page & { readonly user?: string } = {}, options?: CallOptions) =>
      get<AuditTrail>(`/audit${queryOf(search)}`, options),
  };
}

function queryOf(search: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
