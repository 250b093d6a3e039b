import { generateCookie, getCookie } from 'hono/cookie';
import type { Context } from 'hono';
import type { Site } from '../site';

/** An hour to fill in a form. A person who takes longer opens the link again. */
const LIFE_S = 60 * 60;
const TOKEN = /^[\w.-]{1,128}$/;

/**
 * The cookie of a browser that came by a link with a token, of an invitation or a mail. The token moves into it, so that it stays in
 * no address, history or Referer. Only the page that takes the token is sent it.
 */
export interface LinkCookie {
  readonly token: string | undefined;
  /** Keeps the token of a link; of one that is no token, nothing. */
  keep(token: string): void;
  clear(): void;
}

/** @param path of the page that takes the token */
export function linkCookie(
  context: Context,
  answer: Headers,
  { cookieSecure }: Site,
  path: string,
): LinkCookie {
  const name = cookieSecure ? '__Secure-link' : 'link';
  const kept = getCookie(context, name) ?? '';
  const send = (value: string, maxAge: number) => {
    // Lax: the link is opened from a mail or a chat, and the redirect after it belongs to the same navigation.
    const options = { httpOnly: true, sameSite: 'Lax', secure: cookieSecure, path } as const;
    answer.append('Set-Cookie', generateCookie(name, value, { ...options, maxAge }));
  };
  return {
    token: TOKEN.test(kept) ? kept : undefined,
    keep(token) {
      if (TOKEN.test(token)) send(token, LIFE_S);
    },
    clear: () => send('', 0),
  };
}
