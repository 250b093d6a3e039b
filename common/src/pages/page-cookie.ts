import { stringifySetCookie } from 'cookie';
import { readCookie } from '../request/cookies';

/** Where cookies and other headers of an answer go: fetch `Headers`, or the `res` of Express. */
export interface AnswerHeaders {
  /** Adds a line; a name may have several. */
  append(name: string, value: string): unknown;
}

/** A cookie of the page server's own. */
export interface PageCookie {
  readonly value: string | undefined;
  /** @param maxAge seconds; without them it lives until the browser closes */
  set(value: string, maxAge?: number): void;
  clear(): void;
}

/** The cookie of a name: HttpOnly, for this origin alone, not sent with what other sites embed. */
export function pageCookie(
  name: string,
  { request, answer, cookieSecure }: { request: Request; answer: AnswerHeaders; cookieSecure: boolean },
): PageCookie {
  const full = cookieSecure ? `__Host-${name}` : name;
  const attributes = { httpOnly: true, sameSite: 'lax', secure: cookieSecure, path: '/' } as const;
  const send = (value: string, more: { maxAge?: number; expires?: Date }) =>
    void answer.append('Set-Cookie', stringifySetCookie({ name: full, value, ...attributes, ...more }));
  return {
    value: readCookie(request.headers.get('cookie') ?? undefined, full),
    set: (value, maxAge) => send(value, maxAge === undefined ? {} : { maxAge }),
    clear: () => send('', { expires: new Date(0) }),
  };
}
