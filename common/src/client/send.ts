import type { ForwardedSession } from './forward-session';
import { LatchkeyError } from './latchkey-error';
import { isStop, stoppedError } from './time-limit';

/** Sends a request below the base URL. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

export interface SendSettings {
  readonly baseUrl: string;
  readonly session?: ForwardedSession | undefined;
  /** Instead of the global one, which is looked up at each call: tools for tests replace it late. */
  readonly fetch?: typeof fetch | undefined;
}

/** Makes what sends requests to any service, and what sends those to the auth service, with what no other service is sent. */
export function createSends({ session, ...settings }: SendSettings): { send: Send; sendToAuth: Send } {
  const ofAuth = session?.accountHeaders && { ...session, headers: session.accountHeaders };
  return {
    send: createSend({ ...settings, session }),
    sendToAuth: createSend({ ...settings, session: ofAuth ?? session }),
  };
}

/**
 * Makes what sends the client's requests. It settles as soon as the signal is aborted, whatever `fetch` does with it.
 * @returns a function that throws LatchkeyError (`unreachable`, `aborted`, `timeout`, `misconfigured`) without an answer
 */
function createSend({ baseUrl, session, fetch: given }: SendSettings): Send {
  const base = withoutSlashes(baseUrl);
  return async function send(path, init = {}) {
    const request = given ?? (globalThis as { fetch?: typeof fetch }).fetch;
    if (typeof request !== 'function') throw misconfigured('There is no fetch here: give createClient one.');
    const options: RequestInit = {
      // A browser sends no cookies to another origin unless it is told to; its site and TRUSTED_ORIGINS decide then.
      ...(base !== '' && !session && { credentials: 'include' }),
      ...init,
      headers: { ...toRecord(init.headers), ...session?.headers },
      // A service does not answer with redirects, and a page's server must not follow one with its visitor's cookie.
      redirect: session ? 'error' : (init.redirect ?? 'follow'),
    };
    const url = addressOf(base, path);
    const response = await untilAborted(init.signal, () => request(url, options))
      .catch((error: unknown) => {
        if (isOfOtherSignal(error))
          return untilAborted(init.signal, () => request(url, { ...options, signal: null }));
        throw error;
      })
      .catch((cause: unknown) => {
        throw failureOf(cause, url);
      });
    session?.keepCookies(response);
    return response;
  };
}

function withoutSlashes(baseUrl: string): string {
  let end = baseUrl.length;
  while (baseUrl[end - 1] === '/') end -= 1;
  return baseUrl.slice(0, end);
}

/** A browser's page asks its own origin by name, since a `fetch` of Node, as in tests with jsdom, knows no page. */
function addressOf(base: string, path: string): string {
  if (base !== '') return `${base}${path.startsWith('/') ? '' : '/'}${path}`;
  const { origin = '' } = (globalThis as { location?: { origin?: string } }).location ?? {};
  return path.startsWith('/') && !path.startsWith('//') && origin.startsWith('http') ? origin + path : path;
}

/** Each call has its time limit around it, too; here a `fetch` that ignores its signal lets go of the lock that its call holds. */
async function untilAborted<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  if (signal.aborted) throw stoppedError(signal.reason);
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(stoppedError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([aborted, work()]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}

/** In tests with jsdom, the AbortController is jsdom's, and the fetch may be Node's, which refuses such a signal. */
function isOfOtherSignal(error: unknown): boolean {
  const { name, message } = (error ?? {}) as Partial<Error>;
  return name === 'TypeError' && String(message).includes('AbortSignal');
}

function failureOf(cause: unknown, url: string): LatchkeyError {
  if (cause instanceof LatchkeyError) return cause;
  if (isStop(cause)) return stoppedError(cause);
  if (url.startsWith('/') && !('location' in globalThis))
    return misconfigured(
      'There is no page here whose origin could be asked: give createClient a baseUrl, such as http://auth-srv:3000.',
      cause,
    );
  const message = 'The service does not answer. Try again in a moment.';
  return new LatchkeyError(0, 'unreachable', [{ message }], { cause });
}

function misconfigured(message: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError(0, 'misconfigured', [{ message }], { cause });
}

/** Names in lower case, so that those of the session replace the caller's. */
function toRecord(headers: RequestInit['headers']): Record<string, string> {
  const record: Record<string, string> = {};
  new Headers(headers).forEach((value, name) => (record[name] = value));
  return record;
}
