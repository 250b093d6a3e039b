import type { CurrentUser } from '../current-user';
import { adminCalls } from './admin-calls';
import type { NewCredentials, PasswordChange, SignInCredentials } from './credential-shapes';
import { emailCalls } from './email-calls';
import { factorCalls } from './factor-calls';
import type { ForwardedSession } from './forward-session';
import type { OwnEvents } from './event-shapes';
import { LatchkeyError } from './latchkey-error';
import { makeCalls, type CallOptions } from './make-calls';
import { passkeyCalls } from './passkey-calls';
import { queryOf } from './query-of';
import { createSends } from './send';
import type { Page, Sessions } from './shapes';
import { stepUpCalls } from './step-up-calls';
import { withStepUp, type OnStepUp } from './stepping-up';
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
  /**
   * Called when a call or `fetch` is refused with `insufficient_user_authentication`, once for all that wait: show a dialog, and
   * prove the step-up by the calls of this client. When its promise resolves, each call is repeated once. When it rejects, each gets
   * its refusal. The time that it takes, at most 10 minutes, does not count as the call's. Another tab asks by itself.
   */
  readonly onStepUp?: OnStepUp;
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
  onStepUp,
}: ClientOptions = {}) {
  if (CREDENTIALS.test(baseUrl)) throw new TypeError('baseUrl must not have a user or a password.');
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new RangeError(`timeoutMs must be 1 to ${MAX_TIMEOUT_MS}.`);
  const own = makeCalls({ ...createSends({ baseUrl, session, fetch: given }), session, timeoutMs });
  const calls = withStepUp(own, onStepUp);

  return {
    /**
     * Like the global one, below `baseUrl`, with a refresh when one is needed. Rejects when there is no head of an answer in
     * time, or no refresh.
     */
    fetch: calls.fetch,
    /**
     * Makes an account and signs it in. Where addresses are verified first, it rejects with `verify_email`: a mail was sent, and its
     * link goes on.
     */
    signUp: async (credentials: NewCredentials, options?: CallOptions): Promise<CurrentUser> =>
      signedUp(await calls.write<CurrentUser | Waiting>('POST', '/signup', credentials, options)),
    /**
     * Rejects with `password_change_required` for a temporary password without a new one, and with `verify_email` where the address
     * has to be verified first: a mail with a link is then on its way. Rejects with `second_factor_required` where more is due, and
     * its `factors` say by what the sign-in goes on: `secondFactorByTotp`, `secondFactorByRecoveryCode`, `secondFactorByPasskey`.
     */
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
    /** Lists what happened to the account lately, the newest first, a page at a time. */
    listMyEvents: (page: Page = {}, options?: CallOptions) =>
      calls.get<OwnEvents>(`/me/events${queryOf(page)}`, options),
    /** Changes the password, and ends all other sessions. */
    changePassword: (change: PasswordChange, options?: CallOptions) =>
      calls.write<object>('POST', '/password', change, options),
    /** Deletes the account. A fresh session confirms it, or its password. */
    deleteAccount: (password?: string, options?: CallOptions) =>
      calls.write<object>('DELETE', '/me', { password }, options),
    // These are what a step-up is made of, so they never ask for one.
    ...stepUpCalls(own),
    ...emailCalls(calls),
    ...factorCalls(calls),
    ...passkeyCalls(calls),
    ...adminCalls(calls),
  };
}

/** The answer to a sign-up that waits for the link in a mail. */
interface Waiting {
  readonly next: 'verify_email';
}

/** It is no success for a page that counts on somebody who is signed in, and says nothing of another way. */
function signedUp(answer: CurrentUser | Waiting): CurrentUser {
  if (!('next' in answer)) return answer;
  const message = 'We sent a mail to this address. Open its link to go on.';
  throw new LatchkeyError(202, 'verify_email', [{ message }]);
}
