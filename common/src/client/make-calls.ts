import { isCurable } from './curable';
import type { ForwardedSession } from './forward-session';
import { LatchkeyError } from './latchkey-error';
import { readAnswer } from './read-answer';
import { createRefreshing, MAX_REFRESH_MS } from './refreshing';
import type { Send } from './send';
import type { CurrentUserAnswer } from './shapes';
import type { CurrentUser } from '../current-user';
import { limited, startTimeLimit } from './time-limit';

/** What each call takes besides what it is about. */
export interface CallOptions {
  /** Gives the call up: it then rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

interface Call extends CallOptions {
  readonly body?: object | undefined;
  readonly isWrite?: boolean;
}

export interface CallSettings {
  readonly send: Send;
  /** Sends to the auth service, with what no other service is sent. */
  readonly sendToAuth: Send;
  readonly session?: ForwardedSession | undefined;
  /** How long a call may take, in ms. */
  readonly timeoutMs: number;
}

const API = '/api/users';

/** Makes what sends the calls of a client, each within its signal and time, with a refresh where one is due. */
export function makeCalls({ send, sendToAuth, session, timeoutMs }: CallSettings) {
  const refresh = (signal: AbortSignal) =>
    readAnswer<CurrentUser>(sendToAuth(`${API}/refresh`, { method: 'POST', signal }));
  const refreshing = createRefreshing(() => limited(undefined, Math.min(timeoutMs, MAX_REFRESH_MS), refresh));

  /** A page's server never refreshes, and has no cookies that another call could undo. */
  function ask(sendOnce: () => Promise<Response>, body?: unknown, isWrite = false): Promise<Response> {
    if (session) return sendOnce();
    const sendInTurn = isWrite ? () => refreshing.alone(sendOnce) : sendOnce;
    return refreshing.ask(sendInTurn, (response) => isCurable(response, body));
  }

  function call<T>(method: string, path: string, { body, isWrite, signal }: Call = {}): Promise<T> {
    const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    return limited(signal, timeoutMs, (limit) => {
      const init = { method, ...(body && json), signal: limit };
      return readAnswer<T>(ask(() => sendToAuth(API + path, init), undefined, isWrite));
    });
  }

  /** For what writes the cookies of the session. */
  async function write<T>(method: string, path: string, body?: object, options?: CallOptions): Promise<T> {
    const answer = await call<T>(method, path, { ...options, body, isWrite: true });
    refreshing.forgetRefusal();
    return answer;
  }

  return {
    get: <T>(path: string, options?: CallOptions) => call<T>('GET', path, options),
    send: <T>(method: string, path: string, body?: object, options?: CallOptions) =>
      call<T>(method, path, { ...options, body }),
    write,
    fetch: (path: string, init: RequestInit = {}) => fetchHead(ask, { send, timeoutMs }, path, init),
    refresh: ({ signal }: CallOptions = {}): Promise<CurrentUser> =>
      limited(signal, timeoutMs, async (limit) => {
        const user = await refreshing.alone(() => refresh(limit));
        refreshing.forgetRefusal();
        return user;
      }),
    currentUser: ({ signal }: CallOptions = {}): Promise<CurrentUserAnswer> =>
      limited(signal, timeoutMs, async (limit) => {
        const askOnce = () =>
          readAnswer<CurrentUserAnswer>(sendToAuth(`${API}/currentuser`, { signal: limit }));
        if (session) return askOnce();
        return refreshing.ask(askOnce, ({ reason }) => reason !== undefined).catch(signedOut);
      }),
  };
}

/** What sends the calls of a client. */
export type Calls = ReturnType<typeof makeCalls>;

/** Somebody whose refresh was refused is nobody. */
function signedOut(error: unknown): CurrentUserAnswer {
  if (!(error instanceof LatchkeyError && [401, 403].includes(error.status))) throw error;
  return { currentUser: null, reason: error.code };
}

/** Waits for the head of an answer. The caller's signal counts for its body, too, and the time does not. */
async function fetchHead(
  ask: (sendOnce: () => Promise<Response>, body: unknown) => Promise<Response>,
  { send, timeoutMs }: Pick<CallSettings, 'send' | 'timeoutMs'>,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const { signal, stopClock, within, end } = startTimeLimit(init.signal, timeoutMs);
  try {
    return await within(ask(() => send(path, { ...init, signal }), init.body));
  } catch (error) {
    end();
    throw error;
  } finally {
    stopClock();
  }
}
