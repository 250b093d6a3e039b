import type { CustomClaims } from '../custom-claims';
import type { ForwardedSession } from './forward-session';
import { oncePerBrowser } from './once-per-browser';
import { LatchkeyError } from './latchkey-error';
import { readAnswer } from './read-answer';
import { createRefreshingFetch, type Send } from './refreshing-fetch';
import type {
  Account,
  AuditTrail,
  Ban,
  Credentials,
  CurrentUser,
  Invitations,
  NewCredentials,
  NewInvitation,
  Page,
  PasswordChange,
  Sessions,
  User,
  Users,
} from './shapes';

export interface ClientOptions {
  /** Where the API is, without a path; the page's own origin unless given. */
  readonly baseUrl?: string;
  /** For a page's server: the browser that it asks for. Such a client never refreshes; see `refreshLocation`. */
  readonly session?: ForwardedSession;
  /** Sends the requests; outside of browsers one that keeps cookies. */
  readonly fetch?: typeof fetch;
}

/** The API of the auth service, and a fetch for other services. Each call rejects with a LatchkeyError. */
export type Client = ReturnType<typeof createClient>;

/** A user or a password in an address: the message of fetch would repeat them. */
const CREDENTIALS = /^[^/?#]*\/\/[^/?#]*@/;

/**
 * Makes a client for browsers and for servers that render pages.
 * @throws TypeError when `baseUrl` has a user or a password
 */
export function createClient({ baseUrl = '', session, fetch: request = fetch }: ClientOptions = {}) {
  if (CREDENTIALS.test(baseUrl)) throw new TypeError('baseUrl must not have a user or a password.');
  const send: Send = async (path, init = {}) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...session?.headers };
    // A service does not answer with redirects, and a page's server must not follow one with somebody's cookie.
    const options: RequestInit = {
      ...init,
      headers,
      redirect: session ? 'error' : (init.redirect ?? 'follow'),
    };
    const response = await request(`${baseUrl}${path}`, options).catch(throwUnreachable);
    session?.keepCookies(response);
    return response;
  };
  const refresh = () => readAnswer<User>(send('/api/users/refresh', { method: 'POST' }));
  const renew = oncePerBrowser(refresh);
  const refreshing = session ? send : createRefreshingFetch(send, renew);

  function call<T>(method: string, path: string, body?: object): Promise<T> {
    const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return readAnswer(refreshing(`/api/users${path}`, { method, ...(body && json) }));
  }

  return {
    /** Like the global one, below `baseUrl`, with a refresh when one is needed. Rejects only when there is no answer or no refresh. */
    fetch: refreshing,
    signUp: (credentials: NewCredentials) => call<User>('POST', '/signup', credentials),
    signIn: (credentials: Credentials) => call<User>('POST', '/signin', credentials),
    signOut: () => call<object>('POST', '/signout'),
    refresh,
    /** Who is signed in, after a refresh if one was due. */
    async currentUser(): Promise<CurrentUser> {
      const answer = await call<CurrentUser>('GET', '/currentuser');
      if (answer.reason === undefined || session) return answer;
      try {
        await renew();
      } catch (error) {
        if (!(error instanceof LatchkeyError && [401, 403].includes(error.status))) throw error;
        return { currentUser: null, reason: error.code };
      }
      return call<CurrentUser>('GET', '/currentuser');
    },
    listSessions: (page: Page = {}) => call<Sessions>('GET', `/sessions${queryOf(page)}`),
    endSession: (id: string) => call<object>('DELETE', `/sessions/${encodeURIComponent(id)}`),
    endOtherSessions: () => call<object>('DELETE', '/sessions'),
    changePassword: (change: PasswordChange) => call<object>('POST', '/password', change),
    deleteAccount: (password: string) => call<object>('DELETE', '/me', { password }),
    listUsers: (search: Page & { readonly email?: string } = {}) => call<Users>('GET', queryOf(search)),
    showUser: (id: string) => call<Account>('GET', `/${encodeURIComponent(id)}`),
    banUser: (id: string, ban: Ban = {}) => call<Account>('PUT', `/${encodeURIComponent(id)}/ban`, ban),
    unbanUser: (id: string) => call<Account>('DELETE', `/${encodeURIComponent(id)}/ban`),
    unlockUser: (id: string) => call<Account>('POST', `/${encodeURIComponent(id)}/unlock`),
    endUserSessions: (id: string) => call<Account>('DELETE', `/${encodeURIComponent(id)}/sessions`),
    setRoles: (id: string, roles: readonly string[]) =>
      call<Account>('PUT', `/${encodeURIComponent(id)}/roles`, { roles }),
    setClaims: (id: string, claims: CustomClaims) =>
      call<Account>('PUT', `/${encodeURIComponent(id)}/claims`, { claims }),
    invite: (email: string) => call<NewInvitation>('POST', '/invitations', { email }),
    listInvitations: (page: Page = {}) => call<Invitations>('GET', `/invitations${queryOf(page)}`),
    removeInvitation: (id: string) => call<object>('DELETE', `/invitations/${encodeURIComponent(id)}`),
    listAudit: (search: Page & { readonly user?: string } = {}) =>
      call<AuditTrail>('GET', `/audit${queryOf(search)}`),
  };
}

function queryOf(search: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function throwUnreachable(cause: unknown): never {
  // Who gave up waiting knows it.
  if (cause instanceof DOMException) throw cause;
  const message = 'The service does not answer. Try again in a moment.';
  throw new LatchkeyError(0, 'unreachable', [{ message }], undefined, { cause });
}
